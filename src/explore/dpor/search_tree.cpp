#include "explore/dpor/search_tree.h"

#include <utility>

namespace heddle::explore {

void put(ArchiveWriter& to, const Action& action) {
  to.put(action.thread);
  to.put(action.footprint);
  to.put(action.choices);
  to.put(action.any_choices);
  to.put(action.exact);
}

void get(ArchiveReader& from, Action& action, const ActionTable& table, std::size_t threads) {
  from.get(action.thread);
  from.get(action.footprint);
  from.get(action.choices);
  from.get(action.any_choices);
  from.get(action.exact);
  const bool known = table.knows(action.footprint, action.choices);
  if (!known || action.thread >= threads) ArchiveReader::fail_damaged();
}

void put(ArchiveWriter& to, const Unsettled& unsettled) {
  to.put(unsettled.event);
  to.put(unsettled.length_known);
  to.put(unsettled.footprint);
  to.put(unsettled.exact);
}

void get(ArchiveReader& from, Unsettled& unsettled, const ActionTable& table) {
  from.get(unsettled.event);
  from.get(unsettled.length_known);
  from.get(unsettled.footprint);
  from.get(unsettled.exact);
  if (unsettled.footprint != Unsettled::kNone && !table.knows(unsettled.footprint, 0)) {
    ArchiveReader::fail_damaged();
  }
}

bool SearchTree::insert(ActionTable& table, BranchId parent, BranchId after, Sequence& sequence,
                        const Foresee& foresee) {
  bool independent = false;
  way_.assign(1, parent);
  while (!sequence.empty()) {
    BranchId last = after;
    BranchId at = after == kNoBranch ? branches_[parent].first : branches_[after].next;
    Relation found;
    for (; at != kNoBranch; last = at, at = branches_[at].next) {
      Action& action = branches_[at].action;
      if (!action.exact) foresee(way_, action);
      found = relation(table, action, sequence);
      if (found.kind != Relation::kConflict) break;
    }
    if (at == kNoBranch) {
      append(parent, last, sequence);
      reopen();
      return independent;
    }
    independent |= found.kind == Relation::kIndependent;
    if (branches_[at].covers_all()) return independent;
    if (found.kind == Relation::kInitial) sequence.erase(found.place);
    parent = at;
    after = kNoBranch;
    way_.push_back(parent);
  }
  return independent;
}

// Something new is planned at the end of way_.
void SearchTree::reopen() {
  for (const BranchId each : way_) {
    if (branches_[each].state == Branch::kDone) branches_[each].state = Branch::kOpen;
  }
}

void SearchTree::append(BranchId parent, BranchId last, const Sequence& sequence) {
  for (const Action& each : sequence) {
    parent = add(parent, last, each);
    last = kNoBranch;
  }
}

BranchId SearchTree::add(BranchId parent, BranchId last, const Action& action) {
  BranchId added = unused_;
  if (added == kNoBranch) {
    added = static_cast<BranchId>(branches_.size());
    if (branches_.size() == branches_.capacity()) {  // not doubled: many are kept for long
      branches_.reserve(branches_.size() + branches_.size() / 4 + 4);
    }
    branches_.emplace_back();
  } else {
    unused_ = branches_[added].next;
    branches_[added] = Branch();
  }
  branches_[added].action = action;
  (last == kNoBranch ? branches_[parent].first : branches_[last].next) = added;
  ++planned_;
  return added;
}

void SearchTree::note_run(BranchId branch, const Action& action, ChoicesId made) {
  Branch& run = branches_[branch];
  run.action = action;
  run.made = made;
  run.free = run.first == kNoBranch;
  run.state = Branch::kOpen;
  --planned_;
}

void SearchTree::drop_below(BranchId branch) {
  branches_[branch].free = true;
  for (BranchId at = std::exchange(branches_[branch].first, kNoBranch); at != kNoBranch;) {
    const BranchId next = branches_[at].next;
    release(at);
    at = next;
  }
}

// The branch and all that follows it; it must not be linked any more.
void SearchTree::release(BranchId branch) {
  branches_[branch].next = kNoBranch;
  for (BranchId at = branch; at != kNoBranch;) {
    // What follows it goes to the end of what is to be released: first children, then siblings.
    Branch& each = branches_[at];
    BranchId rest = each.next;
    if (each.first != kNoBranch) {
      BranchId last = each.first;
      while (branches_[last].next != kNoBranch) last = branches_[last].next;
      branches_[last].next = rest;
      rest = each.first;
    }
    if (each.state == Branch::kPlanned) --planned_;
    unsettled_.erase(at);
    each.next = unused_;
    unused_ = at;
    at = rest;
  }
}

void SearchTree::drop_top() {
  const BranchId top = branches_[0].first;
  branches_[0].first = std::exchange(branches_[top].first, kNoBranch);
  release(top);
}

SearchTree SearchTree::copy_of(BranchId branch) const {
  SearchTree to;
  struct Task {
    BranchId from;
    BranchId parent;
    BranchId last;
  };
  std::vector<Task> tasks{{branch, 0, kNoBranch}};
  while (!tasks.empty()) {
    Task& task = tasks.back();
    const BranchId id = task.from;
    const BranchId copy = to.add(task.parent, task.last, branches_[id].action);
    Branch& made = to.branches_[copy];
    made.made = branches_[id].made;
    made.state = branches_[id].state;
    made.free = branches_[id].free;
    if (made.state != Branch::kPlanned) --to.planned_;
    if (const auto at = unsettled_.find(id); at != unsettled_.end()) {
      to.unsettled_[copy] = at->second;
    }
    task = {branches_[id].next, task.parent, copy};
    if (id == branch || task.from == kNoBranch) tasks.pop_back();
    if (branches_[id].first != kNoBranch) tasks.push_back({branches_[id].first, copy, kNoBranch});
  }
  return to;
}

std::vector<Unsettled> SearchTree::take_unsettled(BranchId branch) {
  const auto at = unsettled_.find(branch);
  if (at == unsettled_.end()) return {};
  std::vector<Unsettled> taken = std::move(at->second);
  unsettled_.erase(at);
  return taken;
}

void SearchTree::put(ArchiveWriter& to) const {
  std::vector<BranchId> left{0};
  while (!left.empty()) {
    const BranchId id = left.back();
    left.pop_back();
    const Branch& branch = branches_[id];
    explore::put(to, branch.action);
    to.put(branch.made);
    to.put(static_cast<std::uint8_t>(branch.state));
    to.put(branch.free);
    const auto unsettled = unsettled_.find(id);
    to.put(std::uint64_t{unsettled == unsettled_.end() ? 0 : unsettled->second.size()});
    if (unsettled != unsettled_.end()) {
      for (const Unsettled& each : unsettled->second) explore::put(to, each);
    }
    to.put(branch.first != kNoBranch);
    to.put(branch.next != kNoBranch);
    if (branch.next != kNoBranch) left.push_back(branch.next);
    if (branch.first != kNoBranch) left.push_back(branch.first);
  }
}

void SearchTree::get(ArchiveReader& from, const ActionTable& table, std::size_t threads) {
  struct Place {
    BranchId parent;
    BranchId last;
  };
  std::vector<Place> left;
  for (bool root = true; root || !left.empty(); root = false) {
    BranchId id = 0;
    Place place{0, kNoBranch};
    if (!root) {
      place = left.back();
      left.pop_back();
      id = add(place.parent, place.last, Action());
    }
    Action action;
    explore::get(from, action, table, threads);
    const auto made = from.get<ChoicesId>();
    const auto state = from.get<std::uint8_t>();
    if (!table.knows(action.footprint, made) || state > Branch::kDone) {
      ArchiveReader::fail_damaged();
    }
    branches_[id].action = action;
    branches_[id].made = made;
    branches_[id].state = static_cast<Branch::State>(state);
    from.get(branches_[id].free);
    if (!root && state != Branch::kPlanned) --planned_;
    for (std::size_t count = from.count(12); count > 0; --count) {
      explore::get(from, unsettled_[id].emplace_back(), table);
    }
    const bool follows = from.get<bool>();
    const bool beside = from.get<bool>();
    if (beside) left.push_back({place.parent, id});
    if (follows) left.push_back({id, kNoBranch});
  }
}

}  // namespace heddle::explore
