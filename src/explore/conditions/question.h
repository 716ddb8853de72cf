// What is asked: in which interleavings a finding happens; and which pairs of accesses may say it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "explore/conditions/product.h"

namespace heddle::explore::conditions {

// What a finding is about.
struct Subject {
  std::vector<std::uint32_t> memory;      // names of memory
  std::vector<kernel::ObjectId> objects;  // locks and the like
  std::vector<bool> ends;                 // by stream: an access that may end the run with it
  bool invariant = false;                 // `memory` is what a violated invariant reads
};

struct Question {
  Ground ground;
  const Completions& with;     // ways to ends with the finding
  const Completions& without;  // and to the others
  Subject subject;
  std::vector<bool> ends_run;                       // by stream: an access that may end the run
  std::vector<std::vector<kernel::ThreadId>> like;  // groups of threads with the same steps
  Budget budget;                                    // of each product
  bool cyclic() const { return ground.order.cyclic; }
};

// The cost of literals in conditions, in hundredths; the less one costs, the more it says.
class Costs {
 public:
  explicit Costs(const Question& question) : question_(question) {}

  static constexpr std::uint32_t kChoice = 120;
  static constexpr std::uint32_t kOwn = 100;         // on the variable or lock of the finding
  static constexpr std::uint32_t kConflict = 115;    // on another
  static constexpr std::uint32_t kEnd = 120;         // with the access that ends the run
  static constexpr std::uint32_t kAcross = 130;      // two variables of a violated invariant
  static constexpr std::uint32_t kDefinition = 150;  // what the violated invariant says itself

  // Of a pair of these accesses; nullopt when their order cannot matter.
  std::optional<std::uint32_t> of(StreamId a, StreamId b) const;

 private:
  std::optional<std::uint32_t> of(const Stream& a, const Stream& b) const;

  const Question& question_;
};

}  // namespace heddle::explore::conditions
