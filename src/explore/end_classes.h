// How interleavings end, each way once: an outcome together with what is wrong.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/archive.h"
#include "detect/shown_properties.h"
#include "explore/result.h"
#include "kernel/schedulable.h"

namespace heddle::explore {

struct EndClass {
  std::uint32_t outcome = 0;            // index in EndClasses::outcomes
  std::vector<kernel::Defect> defects;  // what is wrong, increasing
};

class EndClasses {
 public:
  // The run must outlive this.
  explicit EndClasses(kernel::Schedulable& run);

  // The class of the run's end, in the order in which they were first seen.
  std::uint32_t classify(kernel::End end);
  // The class with this outcome and these defects, which another run ended in.
  std::uint32_t add(const Outcome& outcome, const std::vector<kernel::Defect>& defects);

  const std::vector<EndClass>& classes() const { return classes_; }
  const std::vector<Outcome>& outcomes() const { return outcomes_; }
  // For checkpoints; get() is for one that has seen nothing yet.
  void put(ArchiveWriter& to) const;
  void get(ArchiveReader& from);

  // Whether something is wrong with a run that has ended so far.
  bool any_finding() const { return any_finding_; }

 private:
  std::uint32_t outcome_index(kernel::End end);
  std::uint32_t class_index(std::uint32_t outcome, const std::vector<kernel::Defect>& defects);

  kernel::Schedulable& run_;
  std::vector<EndClass> classes_;
  std::vector<Outcome> outcomes_;
  std::unordered_map<std::string, std::uint32_t> outcome_by_key_;
  std::unordered_map<std::string, std::uint32_t> class_by_key_;
  detect::ShownProperties shown_;
  std::vector<Value> values_;
  std::vector<kernel::Defect> found_;
  std::string key_;
  bool any_finding_ = false;
};

// Bytes that are equal for equal outcomes only.
std::string key_of(const Outcome& outcome);

// The outcome of a run that has ended so.
Outcome outcome_of(const kernel::Schedulable& run, kernel::End end);

}  // namespace heddle::explore
