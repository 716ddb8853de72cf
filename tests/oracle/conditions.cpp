#include "oracle/conditions.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>

namespace heddle::oracle {

namespace {

bool same_access(const Event& a, const Event& b) {
  return std::tie(a.thread, a.pointer, a.access) == std::tie(b.thread, b.pointer, b.access);
}

// Where the first of the meant events stands; the length: nowhere.
std::size_t place_of(const std::vector<std::uint32_t>& events, const std::vector<bool>& meant) {
  std::size_t i = 0;
  while (i < events.size() && !meant[events[i]]) ++i;
  return i;
}

// Where the most recent of them stands before `end`; `end`: nowhere.
std::size_t last_place_of(const std::vector<std::uint32_t>& events, const std::vector<bool>& meant,
                          std::size_t end) {
  for (std::size_t i = end; i-- > 0;)
    if (meant[events[i]]) return i;
  return end;
}

// "t" of "t[3]".
std::string declared(const std::string& thread) { return thread.substr(0, thread.find('[')); }

// Names of threads, each with the one that takes its place.
using Renaming = std::map<std::string, std::string>;

void rename(const Renaming& names, std::string& thread, std::string& pointer) {
  const auto found = names.find(thread);
  if (found == names.end()) return;
  const auto prefix = "/threads/" + declared(thread) + "/";
  if (pointer.rfind(prefix, 0) == 0)
    pointer = "/threads/" + declared(found->second) + "/" + pointer.substr(prefix.size());
  thread = found->second;
}

Part renamed(const Renaming& names, Part part) {
  for (auto* side : {&part.before, &part.after})
    rename(names, side->event.thread, side->event.pointer);
  if (part.choice) rename(names, part.choice->thread, part.choice->pointer);
  return part;
}

// Every renaming that exchanges inside the lists, the identity too.
std::vector<Renaming> renamings(const std::vector<std::vector<std::string>>& lists) {
  std::vector<Renaming> all = {{}};
  for (const auto& list : lists) {
    std::vector<Renaming> longer;
    std::vector<std::size_t> order(list.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    do {
      for (auto names : all) {
        for (std::size_t i = 0; i < list.size(); ++i) names[list[i]] = list[order[i]];
        longer.push_back(std::move(names));
      }
    } while (std::next_permutation(order.begin(), order.end()));
    all = std::move(longer);
  }
  return all;
}

// The outermost loop that a step stands in, or whose condition it is; "" when there is none. What
// stands in a procedure moves together: it may be called in a loop.
std::string loop_of(const scenario::Scenario& scenario, const std::string& pointer) {
  if (pointer.rfind("/procedures/", 0) == 0) return "/procedures";
  std::string outermost;
  for (const auto& source : scenario.sources) {
    const auto slash = source.pointer.rfind('/');
    const auto key = source.pointer.substr(slash + 1);
    const auto block = source.pointer.substr(0, slash);
    if (key != "while" && key != "repeat") continue;
    const bool inside =
        pointer.rfind(block + "/do/", 0) == 0 || (key == "while" && pointer == source.pointer);
    if (inside && (outermost.empty() || block.size() < outermost.size())) outermost = block;
  }
  return outermost;
}

}  // namespace

std::uint64_t count(const Subset& subset) {
  return static_cast<std::uint64_t>(std::count(subset.begin(), subset.end(), true));
}

bool contains(const Subset& all, const Subset& some) {
  for (std::size_t i = 0; i < some.size(); ++i)
    if (some[i] && !all[i]) return false;
  return true;
}

Subset unite(Subset a, const Subset& b) {
  for (std::size_t i = 0; i < b.size(); ++i) a[i] = a[i] || b[i];
  return a;
}

Judge::Judge(const scenario::Scenario& scenario, const Result& result)
    : scenario_(scenario), result_(result) {}

Subset Judge::having(const FindingName& finding) const {
  Subset subset;
  for (const auto& interleaving : result_.interleavings)
    subset.push_back(interleaving.findings.count(finding) != 0);
  return subset;
}

Subset Judge::respecting(const Part& part) const {
  Subset subset;
  const auto before = meant(part.before);
  const auto after = meant(part.after);
  for (const auto& interleaving : result_.interleavings) {
    const auto& events = interleaving.events;
    const auto never = events.size();
    bool respects = false;
    if (part.choice) {
      respects = interleaving.choices.count(*part.choice) != 0;
    } else if (part.before.last) {
      const auto place = place_of(events, after);
      respects = last_place_of(events, before, place) != place;
    } else if (const auto place = place_of(events, before); place != never) {
      respects = part.after.last ? last_place_of(events, after, place) == place
                                 : place_of(events, after) > place;
    }
    subset.push_back(respects);
  }
  return subset;
}

std::vector<bool> Judge::meant(const Side& side) const {
  std::vector<bool> result;
  for (const auto& event : result_.events)
    result.push_back(side.last ? same_access(event, side.event) : event == side.event);
  return result;
}

Subset Judge::respecting(const Alternative& alternative) const {
  Subset any(result_.interleavings.size(), false);
  for (const auto& exchanged : exchanged_images(alternative)) {
    for (const auto& image : shifted_images(exchanged)) {
      Subset all(any.size(), true);
      for (const auto& part : image.parts) {
        const auto each = respecting(part);
        for (std::size_t i = 0; i < all.size(); ++i) all[i] = all[i] && each[i];
      }
      any = unite(std::move(any), all);
    }
  }
  return any;
}

std::optional<std::size_t> Judge::superfluous(const Alternative& alternative,
                                              const FindingName& finding) const {
  const auto has = having(finding);
  for (std::size_t i = 0; i < alternative.parts.size(); ++i) {
    auto fewer = alternative;
    fewer.parts.erase(fewer.parts.begin() + static_cast<std::ptrdiff_t>(i));
    if (contains(has, respecting(fewer))) return i;
  }
  return std::nullopt;
}

bool Judge::is_known(const Event& event) const {
  return std::find(result_.events.begin(), result_.events.end(), event) != result_.events.end() ||
         result_.announced.count(event) != 0;
}

bool Judge::is_known(const Choice& choice) const {
  return std::any_of(result_.interleavings.begin(), result_.interleavings.end(),
                     [&](const auto& each) { return each.choices.count(choice) != 0; });
}

std::vector<Alternative> Judge::exchanged_images(const Alternative& alternative) const {
  std::vector<Alternative> images;
  for (const auto& names : renamings(alternative.exchanged)) {
    auto& image = images.emplace_back(alternative);
    for (auto& part : image.parts) part = renamed(names, part);
  }
  return images;
}

std::vector<Alternative> Judge::shifted_images(const Alternative& alternative) const {
  if (!alternative.rounds) return {alternative};
  using Loop = std::pair<std::string, std::string>;  // of which thread
  const auto loop = [&](const Event& event) {
    return Loop{event.thread, loop_of(scenario_, event.pointer)};
  };
  std::map<Loop, std::uint32_t> first;  // the earliest occurrence that is named
  std::uint32_t rounds = 1;
  for (const auto& event : result_.events) rounds = std::max(rounds, event.occurrence);
  for (const auto& part : alternative.parts)
    for (const auto* side : {&part.before, &part.after}) {
      if (part.choice || side->last || loop(side->event).second.empty()) continue;
      const auto occurrence = side->event.occurrence;
      const auto [known, added] = first.try_emplace(loop(side->event), occurrence);
      known->second = std::min(known->second, occurrence);
    }
  std::vector<Alternative> images = {alternative};
  for (const auto& [where, earliest] : first) {
    std::vector<Alternative> more;
    for (const auto& each : images)
      for (std::uint32_t begin = 1; begin <= rounds; ++begin) {
        auto image = each;
        bool known = true;
        for (auto& part : image.parts)
          for (auto* side : {&part.before, &part.after}) {
            if (part.choice || side->last || loop(side->event) != where) continue;
            side->event.occurrence += begin - earliest;
            known = known && (begin == earliest || is_known(side->event));
          }
        if (known) more.push_back(std::move(image));
      }
    images = std::move(more);
  }
  return images;
}

}  // namespace heddle::oracle
