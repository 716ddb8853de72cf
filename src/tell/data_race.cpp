#include "tell/data_race.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "detect/shown_properties.h"
#include "explore/expansion.h"
#include "tell/objects.h"
#include "tell/values.h"

namespace heddle::tell {

using kernel::ThreadId;

namespace {

// The first two threads whose next accesses show it, where the execution stands.
std::optional<std::pair<ThreadId, ThreadId>> racing_threads(const Subject& subject,
                                                            std::uint32_t property) {
  explore::Expansion expansion(subject.run);
  expansion.look();
  detect::ShownProperties shown(subject.run);
  const auto& enabled = expansion.enabled();
  for (std::size_t i = 0; i < enabled.size(); ++i) {
    for (std::size_t k = i + 1; k < enabled.size(); ++k) {
      const auto& all = shown.of_pairs({enabled[i], enabled[k]});
      if (std::binary_search(all.begin(), all.end(), property))
        return std::pair(enabled[i].thread, enabled[k].thread);
    }
  }
  return std::nullopt;
}

}  // namespace

std::string data_race_message(const Detected& race) {
  const auto threads = racing_threads(race.subject, race.property);
  if (!threads) return "";
  kernel::Execution& execution = race.subject.execution;
  const auto one = [&](ThreadId thread) {
    return fmt::format("{} ({})", race.thread(thread),
                       race.subject.words.access(execution, execution.pending(thread)));
  };
  return fmt::format("{} and {} can access {} at the same time: nothing orders them",
                     one(threads->first), one(threads->second), race.name());
}

std::string data_race_explanation(const Detected&, const std::vector<report::Next>& next) {
  std::string all;
  bool any = false;
  for (const report::Next& each : next) {
    any = any || !each.holds.empty();
    all += fmt::format("{}{} holds {}", all.empty() ? "" : ", ", each.thread,
                       each.holds.empty() ? "no lock" : listed(each.holds));
  }
  return any || next.empty() ? all : "neither holds a lock";
}

std::vector<report::Next> data_race_next(const Subject& subject, std::uint32_t property) {
  const auto threads = racing_threads(subject, property);
  if (!threads) return {};
  return {next(subject, threads->first), next(subject, threads->second)};
}

}  // namespace heddle::tell
