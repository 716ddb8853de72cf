// Wakeup trees (Abdulla et al., J. ACM 64(4), 2017, section 6): the beginnings of executions that
// are still to be explored from one state, ordered so that none of them is equivalent to a part of
// what is explored before it.
//
// A tree is the list of its branches from the root. The footprint of the last action of an inserted
// sequence is a prediction, for its place is new; when it turns out otherwise, what was decided by
// it is decided again (correct).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "explore/strategies/trace.h"

namespace heddle::explore {

// A sequence of actions, each next after those before it.
using Sequence = std::vector<const Action*>;

// How an action that is possible at once stands to a sequence that is possible from the same state.
struct Relation {
  enum Kind {
    kConflict,     // the sequence cannot begin with it, nor be followed by it unchanged
    kInitial,      // the sequence can begin with it: it is its action number `place`
    kIndependent,  // it is none of the sequence, and independent of all of it
  } kind = kConflict;
  std::size_t place = 0;
};
Relation relation(const Action& action, const Sequence& sequence);

class WakeupTree {
 public:
  struct Branch;

  bool empty() const { return next_ == branches_.size(); }
  // Takes the first branch out.
  Branch take();
  // Adds the sequence, unless a branch covers it: some branch to a leaf can be followed to an
  // execution that is equivalent to one that begins with the sequence. Returns whether a longer
  // sequence with the same beginning might not be covered: it was so by something that is
  // independent of all of this one.
  bool insert(const Sequence& sequence);
  // The branch that was taken last turned out not to be as predicted: `action` is what it is, `log`
  // what had been inserted since it was.
  void correct(const Action& action, const std::vector<std::vector<Action>>& log);
  // The branches that are not taken out, and one more: for checkpoints.
  std::span<const Branch> branches() const;
  void add(Branch branch);
  void clear() {
    branches_.clear();
    next_ = 0;
  }

 private:
  void append(const Sequence& sequence);

  std::vector<Branch> branches_;
  std::size_t next_ = 0;
};

struct WakeupTree::Branch {
  Action action;
  WakeupTree below;
  std::vector<std::vector<Action>> log;  // while `action` is a prediction: what was inserted since
};

}  // namespace heddle::explore
