// Orderings are claims about all interleavings: here they are tried on each.
#include <algorithm>
#include <optional>

#include "oracle/agreement/compare.h"

namespace heddle::oracle {

namespace {

// The oracle's event that an endpoint names, kNone for one that is only announced and never
// happens; nullopt when there is no such access.
std::optional<std::uint32_t> event_of(const Result& oracle, const report::Endpoint& endpoint) {
  const Event wanted{endpoint.thread, endpoint.step, endpoint.occurrence, endpoint.access};
  for (std::uint32_t i = 0; i < oracle.events.size(); ++i)
    if (oracle.events[i] == wanted) return i;
  if (oracle.announced.count(wanted) != 0) return kNone;
  return std::nullopt;
}

struct PairOfEvents {
  std::uint32_t before = 0;
  std::uint32_t after = 0;
};

bool respects(const Interleaving& interleaving, const PairOfEvents& pair) {
  const auto& events = interleaving.events;
  const auto before = std::find(events.begin(), events.end(), pair.before);
  if (before == events.end()) return false;
  return std::find(events.begin(), before, pair.after) == before;
}

// How many interleavings respect the pairs (but for the one at `left_out`), and how many of these
// have the finding.
struct Tally {
  std::uint64_t respecting = 0;
  std::uint64_t finding = 0;
};

Tally tally(const Result& oracle, const FindingName& finding,
            const std::vector<PairOfEvents>& pairs, std::size_t left_out) {
  Tally result;
  for (const auto& interleaving : oracle.interleavings) {
    bool all = true;
    for (std::size_t i = 0; i < pairs.size(); ++i)
      all = all && (i == left_out || respects(interleaving, pairs[i]));
    if (!all) continue;
    ++result.respecting;
    if (interleaving.findings.count(finding) != 0) ++result.finding;
  }
  return result;
}

void compare_ordering(const Result& oracle, const FindingName& finding,
                      const report::Ordering& ordering, Differences& differences) {
  const auto name = "ordering of " + text_of(finding) + ": ";
  std::vector<PairOfEvents> pairs;
  for (const auto& pair : ordering.pairs) {
    const auto before = event_of(oracle, pair.before);
    const auto after = event_of(oracle, pair.after);
    for (const auto* end : {&pair.before, &pair.after})
      if (!event_of(oracle, *end))
        differences.push_back(name + "no interleaving has " + end->thread + " " + end->step + " " +
                              end->access + " " + std::to_string(end->occurrence));
    if (!before || !after) return;
    pairs.push_back({*before, *after});
  }
  const auto all = tally(oracle, finding, pairs, pairs.size());
  if (all.respecting == 0) differences.push_back(name + "no interleaving respects it");
  if (all.respecting != all.finding)
    differences.push_back(name + std::to_string(all.respecting) + " respect it, of which only " +
                          std::to_string(all.finding) + " have the finding");
  if (ordering.interleavings != std::to_string(all.respecting))
    differences.push_back(name + "expected " + std::to_string(all.respecting) +
                          " interleavings, got " + ordering.interleavings.value_or("null"));
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const auto fewer = tally(oracle, finding, pairs, i);
    if (fewer.respecting == fewer.finding)
      differences.push_back(name + "pair " + std::to_string(i) + " can be dropped");
  }
}

}  // namespace

Differences compare_orderings(const Result& oracle, const report::Report& report) {
  Differences differences;
  for (const auto& finding : report.findings) {
    const auto name = name_of(finding);
    if (finding.orderings.empty() && finding.orderings_note.empty())
      differences.push_back("no ordering of " + text_of(name) + ", and no word why");
    if (!finding.countable && !finding.orderings.empty())
      differences.push_back("an ordering of " + text_of(name));
    if (oracle.unbounded || !finding.countable) continue;
    // Without choices the accesses decide everything: there is always an ordering.
    if (finding.orderings.empty() && !oracle.choices)
      differences.push_back("no ordering of " + text_of(name) + ", though nothing is chosen");
    for (const auto& ordering : finding.orderings)
      compare_ordering(oracle, name, ordering, differences);
  }
  return differences;
}

}  // namespace heddle::oracle
