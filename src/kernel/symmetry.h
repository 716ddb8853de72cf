// Canonical states: of the states that differ only in which of several like threads is which, one
// stands for all (Ip and Dill, Better verification through symmetry, 1996).
//
// A state says of each thread: its own words, and its relation to each object (a mutex it holds)
// and to each cell (what a detector remembers). No relation is between two threads. So the threads
// of a group can be put in the order of what is said of them, and equal ones are exchangeable.
#pragma once

#include <vector>

#include "kernel/execution.h"

namespace heddle::kernel {

class Symmetry {
 public:
  Symmetry(const Execution& execution, std::vector<SymmetricThreads> groups);

  // Whether no two threads are alike.
  bool empty() const { return groups_.empty(); }
  // Makes the state that the execution is in canonical.
  void canonicalize(Execution& execution);

 private:
  using Key = std::vector<Value>;

  // All that the state says of a thread.
  void describe(const Execution& execution, const SymmetricThreads& group, ThreadId thread,
                Key& key) const;
  // The order in which the threads of a group should stand; whether it is another than it is.
  bool sort(const Execution& execution, const SymmetricThreads& group);
  void move_words(Execution& execution, const SymmetricThreads& group);

  std::vector<SymmetricThreads> groups_;
  std::vector<ObjectId> tied_;  // objects that say something of threads
  std::vector<Key> keys_;
  std::vector<ThreadId> order_;  // by place in the group: the thread that should stand there
  std::vector<ThreadId> new_name_;
};

}  // namespace heddle::kernel
