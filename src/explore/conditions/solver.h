// Exactly when a finding happens: alternatives that cover all of its interleavings and no other.
//
// Learned from samples, verified on the graph: draw interleavings with and without the finding,
// find the smallest alternatives that tell them apart, follow all interleavings at once in the
// product of the graph with them, and add interleavings for which they are wrong to the samples;
// until there are none, or the product visits more than it may. Then those are kept that were
// proved to imply the finding, one by one.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "explore/conditions/learner.h"

namespace heddle::explore::conditions {

struct Answer {
  std::vector<Alternative> alternatives;  // each implies the finding
  bool exact = false;                     // together they cover all of its interleavings
  bool cut = false;                       // the budget did not suffice for more
};

class Solver {
 public:
  // The question must outlive this.
  explicit Solver(const Question& question) : question_(question), samples_(question) {}

  Answer solve();
  Samples& samples() { return samples_; }
  const Samples& samples() const { return samples_; }

  // Pairs that every interleaving with the finding respects and not every one without it; few that
  // tell most. Without those that cost `cost_max` or more.
  std::vector<Literal> necessary(std::uint32_t cost_max);

 private:
  // One try to be exact; nullopt when it failed.
  std::optional<std::vector<Alternative>> attempt(Random& random);
  Answer prove_some(Random& random);
  // Whether each interleaving in which the alternative holds has the finding; nullopt: cut. Adds
  // interleavings that have not to the samples.
  std::optional<bool> prove(const Alternative& alternative, Random& random);
  bool is_necessary(const Literal& literal);
  bool visit(Product& product);
  Lesson learn(Random& random);
  // Limits what is done beyond one product; and asks whether it is time to stop.
  bool tired() const;

  const Question& question_;
  Samples samples_;
  bool cut_ = false;
  bool hopeless_ = false;            // some interleavings cannot be told from those without it
  std::uint64_t nodes_visited_ = 0;  // in all products so far
  std::uint64_t work_ = 0;           // of all lessons so far
};

}  // namespace heddle::explore::conditions
