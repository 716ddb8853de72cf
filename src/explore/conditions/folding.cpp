#include "explore/conditions/folding.h"

#include <algorithm>

namespace heddle::explore::conditions {

using kernel::ThreadId;

namespace {

constexpr std::size_t kImagesMax = 128;

bool contains(const std::vector<ThreadId>& threads, ThreadId thread) {
  return std::find(threads.begin(), threads.end(), thread) != threads.end();
}

}  // namespace

Folding::Folding(const Question& question, Samples& samples)
    : question_(question), samples_(samples) {
  const auto& streams = question.ground.alphabet.streams;
  for (StreamId id = 0; id < streams.size(); ++id) {
    by_name_[{streams[id].thread, streams[id].source, streams[id].access}] = id;
  }
}

ThreadId Folding::thread(EventId event) const {
  const StreamId stream = samples_.events()[event].stream;
  return stream == kNoId ? kNoId : question_.ground.alphabet.streams[stream].thread;
}

std::vector<EventId> Folding::events_of(const Term& term) const {
  std::vector<EventId> events;
  for (const Literal& each : term) {
    events.push_back(each.before);
    if (each.after != kNoId) events.push_back(each.after);
  }
  return events;
}

std::vector<ThreadId> Folding::threads_of(const Term& term) const {
  std::vector<ThreadId> threads;
  for (const EventId event : events_of(term)) {
    const ThreadId each = thread(event);
    if (each != kNoId && !contains(threads, each)) threads.push_back(each);
  }
  std::sort(threads.begin(), threads.end());
  return threads;
}

std::vector<Fold> Folding::folds(const Term& term, bool rounds) const {
  const std::vector<ThreadId> threads = threads_of(term);
  std::vector<std::size_t> touched;
  for (std::size_t i = 0; i < question_.like.size(); ++i) {
    if (std::any_of(threads.begin(), threads.end(),
                    [&](ThreadId each) { return contains(question_.like[i], each); })) {
      touched.push_back(i);
    }
  }
  std::vector<Fold> folds;
  if (!touched.empty()) folds.push_back({touched, false});
  if (touched.size() > 1) {
    for (const std::size_t each : touched) folds.push_back({{each}, false});
  }
  if (!rounds || shifts(term).size() < 2) return folds;
  folds.push_back({{}, true});
  if (!touched.empty()) folds.push_back({touched, true});
  return folds;
}

// Every way to put other threads of their groups in the place of those that the term names.
std::vector<Folding::ThreadMap> Folding::permutations(const Term& term, const Fold& fold) const {
  std::vector<ThreadMap> maps{{}};
  const std::vector<ThreadId> threads = threads_of(term);
  for (const std::size_t group : fold.exchanged) {
    for (const ThreadId from : threads) {
      if (!contains(question_.like[group], from)) continue;
      std::vector<ThreadMap> longer;
      for (const ThreadMap& map : maps) {
        for (const ThreadId to : question_.like[group]) {
          const bool taken = std::any_of(map.begin(), map.end(),
                                         [&](const auto& each) { return each.second == to; });
          if (taken || longer.size() > kImagesMax) continue;
          longer.push_back(map);
          longer.back()[from] = to;
        }
      }
      maps = std::move(longer);
    }
  }
  return maps;
}

// Every way to move the threads of the term to other rounds, each by a number of its own.
std::vector<Folding::Shifts> Folding::shifts(const Term& term) const {
  struct Range {
    std::int64_t low = 0;
    std::int64_t high = 0;
    bool known = false;
  };
  std::map<ThreadId, Range> ranges;
  for (const EventId event : events_of(term)) {
    const ThreadId each = thread(event);
    if (each == kNoId) continue;
    const Event& now = samples_.events()[event];
    const std::int64_t low = 1 - std::int64_t{now.number};
    const std::int64_t high = std::int64_t{samples_.highest(now.stream)} - now.number;
    Range& range = ranges[each];
    range.low = range.known ? std::max(range.low, low) : low;
    range.high = range.known ? std::min(range.high, high) : high;
    range.known = true;
  }
  std::vector<Shifts> all{{}};
  for (const auto& [each, range] : ranges) {
    std::vector<Shifts> longer;
    for (const Shifts& shifts : all) {
      for (std::int64_t by = range.low; by <= range.high && longer.size() <= kImagesMax; ++by) {
        longer.push_back(shifts);
        longer.back()[each] = by;
      }
    }
    all = std::move(longer);
  }
  return all;
}

EventId Folding::image(EventId event, const ThreadMap& threads, const Shifts& shifts) {
  Event result = samples_.events()[event];
  if (result.stream == kNoId) return event;
  const ThreadId from = thread(event);
  if (const auto by = shifts.find(from); by != shifts.end()) {
    result.number = static_cast<std::uint32_t>(result.number + by->second);
  }
  if (const auto to = threads.find(from); to != threads.end()) {
    const Stream& stream = question_.ground.alphabet.streams[result.stream];
    const auto found = by_name_.find({to->second, stream.source, stream.access});
    if (found == by_name_.end()) return samples_.events().intern(Event());
    result.stream = found->second;
  }
  return samples_.events().intern(result);
}

Term Folding::image(const Term& term, const ThreadMap& threads, const Shifts& shifts) {
  Term result;
  for (const Literal& each : term) {
    const EventId after = each.after == kNoId ? kNoId : image(each.after, threads, shifts);
    result.push_back({image(each.before, threads, shifts), after});
  }
  std::sort(result.begin(), result.end());
  return result;
}

std::optional<std::vector<Term>> Folding::images(const Term& term, const Fold& fold) {
  const std::vector<ThreadMap> maps = permutations(term, fold);
  const std::vector<Shifts> moves = fold.rounds ? shifts(term) : std::vector<Shifts>{{}};
  if (maps.size() * moves.size() > kImagesMax) return std::nullopt;
  std::vector<Term> images;
  for (const ThreadMap& map : maps) {
    for (const Shifts& each : moves) images.push_back(image(term, map, each));
  }
  std::sort(images.begin(), images.end());
  images.erase(std::unique(images.begin(), images.end()), images.end());
  if (images.size() < 2) return std::nullopt;
  return images;
}

Term Folding::in_first_rounds(const Term& term) {
  const std::vector<Shifts> all = shifts(term);
  return all.empty() ? term : image(term, {}, all.front());
}

}  // namespace heddle::explore::conditions
