// The interleavings that conditions are learned from: some with the finding, some without.
#pragma once

#include <cstdint>
#include <vector>

#include "explore/conditions/bits.h"
#include "explore/conditions/events.h"
#include "explore/conditions/question.h"

namespace heddle::explore::conditions {

class Samples {
 public:
  // The question must outlive this.
  explicit Samples(const Question& question) : question_(question) {}

  // Draws so many of each kind, as far as there are any.
  void draw(std::size_t count, Random& random);
  void add(const Interleaving& interleaving, bool with);

  EventTable& events() { return events_; }
  const EventTable& events() const { return events_; }
  const std::vector<Sample>& with() const { return with_; }
  const std::vector<Sample>& without() const { return without_; }
  // Some interleaving with the finding in which the term holds, if one was seen.
  const Interleaving* find_with(const Term& term) const;
  // The highest number of a stream's events that was seen; 0: none.
  std::uint32_t highest(StreamId stream) const {
    return stream < highest_.size() ? highest_[stream] : 0;
  }

 private:
  void draw(const Completions& completions, std::size_t count, bool with, Random& random);

  const Question& question_;
  EventTable events_;
  std::vector<Sample> with_;
  std::vector<Interleaving> interleavings_;  // of `with_`
  std::vector<Sample> without_;
  std::vector<std::uint32_t> highest_;  // by stream
};

}  // namespace heddle::explore::conditions
