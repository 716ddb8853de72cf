// Persistent sets (Godefroid, Partial-Order Methods for the Verification of Concurrent Systems,
// LNCS 1032, chapter 4): the threads whose next steps are enough to explore from a state, since
// nothing that the others can do before is in conflict with those steps.
//
// Why everything is found that the whole graph has, as long as the reduced graph has no cycle. Let
// s be a reduced state and w any sequence of steps from it. If w has steps of the set's threads,
// the first of them can be moved to its front, since all before it is independent of it; else every
// step a of the set can be put before w. Either way an explored step leads to a state from which w
// or the rest of it is possible, up to exchanges of independent steps, and the longest way from
// there is shorter. So by induction each w is the beginning of an explored sequence, up to such
// exchanges; in particular:
// - the graph has no cycle either, and ends are reached with the same values, flags and marks;
// - of steps in conflict each order is seen, so of the writes of one variable, or of the variables
//   of one `always` condition, each sequence of values;
// - two conflicting steps that are both enabled after w stay so while independent steps are put
//   before them, and if neither w nor one of them belongs to the set, nor does the other, or it
//   would be in conflict with the set from outside: so there is an explored state with both.
//
// A fault ends an execution, and so is in conflict with everything. It is left out here: the sets
// are those of a program whose faults end only their thread. Its reduced graph is the same up to
// the first fault on each way; if a fault is possible at all, that graph has one, and the search
// meets one that no other comes before. Then the search must be done again, without reduction.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "detect/shown_properties.h"
#include "kernel/execution.h"

namespace heddle::explore {

class PersistentSets {
 public:
  // The execution must outlive this. Without foresight nothing is left out, and
  // none tells what agents may do.
  PersistentSets(const kernel::Execution& execution, std::unique_ptr<kernel::Foresight> foresight);

  // Whether anything can be left out.
  bool reduces() const { return foresight_ != nullptr; }
  // Leaves those of the `enabled` operations of the execution's state that are enough, in their
  // order: those of a smallest set among the closures of each of them.
  void reduce(std::vector<kernel::PendingOperation>& enabled);

 private:
  struct Thread {
    bool alive = false;    // it may still do something
    bool enabled = false;  // and can now
    bool needs_known = false;
    std::vector<kernel::ThreadId> needs;  // threads that must be in every set that it is in
  };

  void look(const std::vector<kernel::PendingOperation>& enabled);
  const std::vector<kernel::ThreadId>& needs(kernel::ThreadId thread);
  // Fills closure_ with the least set that `seed` is in; how many of it are enabled. Gives up when
  // there are `enough`.
  std::size_t close(kernel::ThreadId seed, std::size_t enough);

  const kernel::Execution& execution_;
  std::unique_ptr<kernel::Foresight> foresight_;
  kernel::Touches next_;
  std::vector<Thread> threads_;
  std::vector<kernel::ThreadId> closure_;
  std::vector<bool> in_closure_;
  std::vector<bool> best_;
};

}  // namespace heddle::explore
