#include "explore/conditions/events.h"

namespace heddle::explore::conditions {

Sample read_sample(const Alphabet& alphabet, std::size_t start, std::span<const EdgeId> edges,
                   std::uint32_t number_max, EventTable& events) {
  Sample sample;
  std::vector<std::uint32_t> happened(alphabet.streams.size(), 0);
  std::uint32_t time = 0;
  const auto note = [&](LabelId label) {
    for (const Happening& each : alphabet.labels[label]) {
      const std::uint32_t number = ++happened[each.stream];
      ++time;
      if (number > number_max) continue;
      const EventId event = events.intern({each.stream, number, each.alternative});
      if (sample.times.size() <= event) sample.times.resize(event + 1, Sample::kNever);
      sample.times[event] = time;
    }
  };
  note(alphabet.of_start[start]);
  for (const EdgeId edge : edges) note(alphabet.of_edge[edge]);
  return sample;
}

}  // namespace heddle::explore::conditions
