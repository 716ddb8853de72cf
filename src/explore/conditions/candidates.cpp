#include "explore/conditions/candidates.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

namespace heddle::explore::conditions {

namespace {

constexpr std::size_t kPairsMax = 40'000;

class Finder {
 public:
  Finder(const Question& question, const Samples& samples)
      : question_(question), samples_(samples), costs_(question) {
    const std::size_t streams = question.ground.alphabet.streams.size();
    by_stream_.resize(streams);
    for (EventId id = 0; id < samples.events().size(); ++id) {
      const Event& event = samples.events()[id];
      if (event.stream != kNoId) by_stream_[event.stream].push_back(id);
    }
    transpose(samples.with(), with_);
    transpose(samples.without(), without_);
  }

  std::vector<Candidate> find() {
    find_streams();
    limit_numbers();
    for (StreamId stream = 0; stream < by_stream_.size(); ++stream) {
      if (!question_.ground.alphabet.streams[stream].is_choice()) continue;
      for (const EventId id : by_stream_[stream]) consider({id, kNoId}, Costs::kChoice);
    }
    for (const auto& [a, b, cost] : pairs_) consider_pairs(a, b, cost);
    keep_best();
    return std::move(found_);
  }

 private:
  using Times = std::vector<std::vector<std::uint32_t>>;  // by event and sample

  struct StreamPair {
    StreamId a;
    StreamId b;
    std::uint32_t cost;
  };

  void transpose(const std::vector<Sample>& samples, Times& times) const {
    times.assign(samples_.events().size(), std::vector<std::uint32_t>(samples.size()));
    for (EventId id = 0; id < times.size(); ++id) {
      for (std::size_t i = 0; i < samples.size(); ++i) times[id][i] = samples[i].time(id);
    }
  }

  void find_streams() {
    for (StreamId a = 0; a < by_stream_.size(); ++a) {
      if (by_stream_[a].empty()) continue;
      for (StreamId b = 0; b < by_stream_.size(); ++b) {
        if (by_stream_[b].empty()) continue;
        if (const auto cost = costs_.of(a, b)) pairs_.push_back({a, b, *cost});
      }
    }
  }

  // Of very long interleavings only the first occurrences of each access.
  void limit_numbers() {
    const auto pair_count = [&] {
      std::size_t sum = 0;
      for (const auto& each : pairs_) sum += by_stream_[each.a].size() * by_stream_[each.b].size();
      return sum;
    };
    for (std::uint32_t most = 64; most > 0 && pair_count() > kPairsMax; most = most * 3 / 4) {
      for (auto& ids : by_stream_) {
        std::erase_if(ids, [&](EventId id) { return samples_.events()[id].number > most; });
      }
    }
  }

  void consider_pairs(StreamId a, StreamId b, std::uint32_t cost) {
    for (const EventId before : by_stream_[a]) {
      for (const EventId after : by_stream_[b]) consider({before, after}, cost);
    }
  }

  // Of very many the cheapest, and of these those that exclude most.
  void keep_best() {
    constexpr std::size_t kFoundMax = 3'000;
    if (found_.size() <= kFoundMax) return;
    std::stable_sort(found_.begin(), found_.end(), [](const Candidate& a, const Candidate& b) {
      return std::pair(a.cost, a.without.count()) < std::pair(b.cost, b.without.count());
    });
    found_.resize(kFoundMax);
  }

  static Bits holds(const Literal& literal, const Times& times, std::size_t count) {
    Bits bits(count);
    if (count == 0) return bits;
    const auto& before = times[literal.before];
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint32_t after = literal.after == kNoId ? Sample::kNever : times[literal.after][i];
      if (before[i] < after) bits.set(i);
    }
    return bits;
  }

  void consider(const Literal& literal, std::uint32_t cost) {
    Candidate candidate{literal, cost, holds(literal, with_, samples_.with().size()), {}};
    if (candidate.with.none()) return;
    candidate.without = holds(literal, without_, samples_.without().size());
    if (candidate.without.count() == samples_.without().size()) return;
    const std::uint64_t hash = candidate.with.hash() * 31 + candidate.without.hash();
    const auto [begin, end] = by_hash_.equal_range(hash);
    for (auto at = begin; at != end; ++at) {
      Candidate& known = found_[at->second];
      if (known.with != candidate.with || known.without != candidate.without) continue;
      if (rank(candidate) < rank(known)) known = std::move(candidate);
      return;
    }
    by_hash_.emplace(hash, found_.size());
    found_.push_back(std::move(candidate));
  }

  // Among those that hold in the same samples: the cheapest, then the earliest occurrences.
  std::tuple<std::uint32_t, std::uint32_t, Event, Event> rank(const Candidate& candidate) const {
    const Event before = samples_.events()[candidate.literal.before];
    const Event after =
        candidate.literal.after == kNoId ? Event() : samples_.events()[candidate.literal.after];
    return {candidate.cost, before.number + after.number, before, after};
  }

  const Question& question_;
  const Samples& samples_;
  Costs costs_;
  std::vector<std::vector<EventId>> by_stream_;
  std::vector<StreamPair> pairs_;
  Times with_;
  Times without_;
  std::vector<Candidate> found_;
  std::unordered_multimap<std::uint64_t, std::size_t> by_hash_;
};

}  // namespace

std::vector<Candidate> find_candidates(const Question& question, const Samples& samples) {
  return Finder(question, samples).find();
}

}  // namespace heddle::explore::conditions
