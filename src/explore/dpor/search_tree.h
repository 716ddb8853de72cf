// What is explored below one state, and what is still to be: wakeup trees (Abdulla et al., J. ACM
// 64(4), 2017, section 6) that keep what was explored as long as something may be planned beside
// it.
//
// Branches from one state stand in the order in which they are explored, so that none is equivalent
// to a part of what is explored before it. The footprint of the last action of an inserted sequence
// may be a prediction, for its place is new; it is found out before anything is decided by it.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/archive.h"
#include "explore/dpor/action.h"

namespace heddle::explore {

using BranchId = std::uint32_t;
inline constexpr BranchId kNoBranch = 0xffffffff;

struct Branch {
  enum State : std::uint8_t {
    kPlanned,
    kOpen,  // it was run, and something after it is not explored
    kDone,  // it is explored with all that was planned after it
  };

  Action action;
  BranchId first = kNoBranch;  // what follows it
  BranchId next = kNoBranch;   // beside it
  ChoicesId made = 0;          // in it, with their alternatives, once it was run
  State state = kPlanned;
  bool free = false;  // nothing was planned after it: all that follows is explored, or will be

  // Whether an execution that goes on from here need not be planned.
  bool covers_all() const { return free || (state == kPlanned && first == kNoBranch); }
};

// A race whose reversal seemed to be covered by something independent: it is looked at again when
// the execution has ended.
struct Unsettled {
  static constexpr std::uint32_t kNone = 0xffffffff;
  std::uint32_t event = 0;         // with which the branch's action races
  std::uint32_t asked = kNone;     // number of the plan for another part that decides it
  std::uint32_t length_known = 0;  // of the sequence that was planned
  FootprintId footprint = kNone;   // of the action in its new place; kNone: to be found out again
  bool exact = false;              // it is known, not only predicted
};

void put(ArchiveWriter& to, const Action& action);
// Of a table that knows it.
void get(ArchiveReader& from, Action& action, const ActionTable& table, std::size_t threads);

void put(ArchiveWriter& to, const Unsettled& unsettled);
void get(ArchiveReader& from, Unsettled& unsettled, const ActionTable& table);

class SearchTree {
 public:
  // Branch 0 stands for the state the tree grows from.
  SearchTree() : branches_(1) { branches_[0].state = Branch::kOpen; }

  Branch& operator[](BranchId id) { return branches_[id]; }
  const Branch& operator[](BranchId id) const { return branches_[id]; }

  // Finds out what the action touches that follows the branches `way`, without the first of them.
  using Foresee = std::function<void(std::span<const BranchId> way, Action& action)>;

  // Plans the sequence from the state that `parent` leads to, beside the branches there (after
  // `after`, when that is one), unless a branch covers it: some way to the end of what is planned
  // can be followed to an execution that is equivalent to one that begins with the sequence.
  // `foresee`: by ways that begin with `parent`. Returns whether a longer sequence with the same
  // beginning might not be covered: it was so by something that is independent of all of this one.
  // What of the sequence is covered is taken out of it.
  bool insert(ActionTable& table, BranchId parent, BranchId after, Sequence& sequence,
              const Foresee& foresee);
  // Plans one action beside the branches of `parent`, after all of them: after `last`, which is
  // kNoBranch when there is none.
  BranchId add(BranchId parent, BranchId last, const Action& action);

  // A planned branch was run: what it is, and what was chosen in it.
  void note_run(BranchId branch, const Action& action, ChoicesId made);

  // Forgets what follows a branch, which then covers all.
  void drop_below(BranchId branch);

  // What follows the only branch of the state it grows from grows from there instead.
  void drop_top();
  // A branch with what follows it, as the only one of a tree of its own.
  SearchTree copy_of(BranchId branch) const;

  std::vector<Unsettled>& unsettled(BranchId branch) { return unsettled_[branch]; }
  // Takes out; empty when there are none.
  std::vector<Unsettled> take_unsettled(BranchId branch);
  std::unordered_map<BranchId, std::vector<Unsettled>>& all_unsettled() { return unsettled_; }

  // How many branches are planned and not run yet.
  std::uint64_t planned() const { return planned_; }

  // For checkpoints; get() is for a fresh tree.
  void put(ArchiveWriter& to) const;
  void get(ArchiveReader& from, const ActionTable& table, std::size_t threads);

 private:
  void append(BranchId parent, BranchId last, const Sequence& sequence);
  void reopen();
  void release(BranchId branch);

  std::vector<Branch> branches_;
  BranchId unused_ = kNoBranch;  // linked by `next`
  std::uint64_t planned_ = 0;
  std::unordered_map<BranchId, std::vector<Unsettled>> unsettled_;  // while nobody explores there
  std::vector<BranchId> way_;  // scratch: branches that an inserted sequence follows
};

}  // namespace heddle::explore
