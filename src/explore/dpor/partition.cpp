#include "explore/dpor/partition.h"

#include <utility>

namespace heddle::explore {

namespace {

constexpr std::size_t kForksMax = 1'000;    // on the way to a part
constexpr std::uint64_t kPlannedToCut = 4;  // branches that a part must have to be cut

}  // namespace

Partition::Partition() : root_(std::make_unique<Part>()) {}
Partition::~Partition() = default;
Partition& Partition::operator=(Partition&&) noexcept = default;

bool Partition::Part::covers_all() const {
  return is_cut ? free : tree[tree[0].first].covers_all();
}

bool Partition::done() const { return root_->done; }

// What is asleep, of the parts before one.
std::vector<Slept> Partition::steps_before(const Part& fork, std::size_t index) {
  std::vector<Slept> steps;
  for (std::size_t i = 0; i < index; ++i) steps.push_back(fork.parts[i]->step);
  return steps;
}

// The steps to the state that the last fork leads to.
std::vector<PartStep> Partition::steps_to(const Way& way) {
  std::vector<PartStep> steps;
  for (std::size_t i = 0; i + 1 < way.forks.size(); ++i) {
    const Part& taken = *way.forks[i + 1];
    steps.push_back({.explored = steps_before(*way.forks[i], way.indices[i]),
                     .free = way.forks[i]->free,
                     .action = taken.step.action,
                     .made = taken.step.made,
                     .unsettled = taken.unsettled});
  }
  return steps;
}

std::vector<Partition::Chosen> Partition::choose(std::size_t count, PartExplorer& explorer,
                                                 const kernel::Choices& start) {
  std::vector<Chosen> chosen;
  for (;;) {
    chosen.clear();
    Way way;
    gather(*root_, way, false, count, chosen);
    if (chosen.size() >= count) return chosen;
    Chosen* largest = nullptr;
    for (Chosen& each : chosen) {
      const SearchTree& tree = each.part->tree;
      const BranchId top = each.way.forks.empty() ? 0 : tree[0].first;
      const bool cuttable = tree[top].state != Branch::kPlanned && tree[top].first != kNoBranch &&
                            tree.planned() >= kPlannedToCut && each.way.forks.size() < kForksMax;
      if (!cuttable) continue;
      if (largest == nullptr || tree.planned() > largest->part->tree.planned()) largest = &each;
    }
    if (largest == nullptr) return chosen;
    cut(*largest->part, largest->way, explorer, start);
  }
}

void Partition::gather(Part& part, Way& way, bool keeps, std::size_t count,
                       std::vector<Chosen>& chosen) {
  if (part.done || chosen.size() == count) return;
  if (!part.is_cut) {
    chosen.push_back({&part, way, keeps});
    return;
  }
  bool open_before = false;
  for (std::size_t i = 0; i < part.parts.size(); ++i) {
    way.forks.push_back(&part);
    way.indices.push_back(i);
    gather(*part.parts[i], way, open_before || (keeps && !part.free), count, chosen);
    way.forks.pop_back();
    way.indices.pop_back();
    open_before |= !part.parts[i]->done;
  }
}

// Makes parts of the branches that follow the top of a part's tree.
void Partition::cut(Part& part, const Way& way, PartExplorer& explorer,
                    const kernel::Choices& start) {
  SearchTree tree = std::exchange(part.tree, SearchTree());
  const BranchId top = way.forks.empty() ? 0 : tree[0].first;
  part.is_cut = true;
  part.free = tree[top].free;
  part.unsettled = tree.take_unsettled(top);
  Way below = way;
  below.forks.push_back(&part);
  below.indices.push_back(0);
  const std::vector<PartStep> steps = steps_to(below);
  for (BranchId at = tree[top].first; at != kNoBranch; at = tree[at].next) {
    // Those beside a prediction are decided by it, so it must be none.
    if (tree[at].state == Branch::kPlanned && !tree[at].action.exact) {
      explorer.foresee(start, steps, {}, tree[at].action);
    }
    auto& added = part.parts.emplace_back(std::make_unique<Part>());
    added->step = {tree[at].action, tree[at].made};
    added->done = tree[at].state == Branch::kDone;
    const bool only = at == tree[top].first && tree[at].next == kNoBranch;
    if (only) {  // of a chain, which may be long
      if (top != 0) tree.drop_top();
      added->tree = std::move(tree);
      return;
    }
    added->tree = tree.copy_of(at);
  }
}

PartTask Partition::task_of(const Chosen& chosen) const {
  PartTask task;
  task.tree = &chosen.part->tree;
  task.keeps = chosen.keeps;
  task.whole = chosen.way.forks.empty();
  if (task.whole) return task;
  task.way = steps_to(chosen.way);
  task.explored = steps_before(*chosen.way.forks.back(), chosen.way.indices.back());
  task.free = chosen.way.forks.back()->free;
  return task;
}

void Partition::take_back(const Chosen& chosen, const PartTask& task) {
  Part& part = *chosen.part;
  part.done = task.done;
  if (task.whole) return;
  const Branch& top = part.tree[part.tree[0].first];
  part.step = {top.action, top.made};
}

void Partition::take_plans(const Chosen& chosen, PartTask& task, PartExplorer& explorer) {
  std::vector<bool> answers;  // whether something independent covers the plan
  for (Plan& plan : task.plans) {
    if (plan.asked != Unsettled::kNone && !answers[plan.asked]) {
      answers.push_back(false);
      continue;
    }
    Way way;
    way.forks.assign(chosen.way.forks.begin(), chosen.way.forks.begin() + plan.event + 1);
    way.indices.assign(chosen.way.indices.begin(), chosen.way.indices.begin() + plan.event + 1);
    answers.push_back(this->plan(std::move(way), plan.sequence, explorer, task.start));
  }
  for (auto& [branch, unsettled] : chosen.part->tree.all_unsettled()) {
    std::erase_if(unsettled, [&](const Unsettled& each) {
      return each.asked != Unsettled::kNone && !answers[each.asked];
    });
    for (Unsettled& each : unsettled) each.asked = Unsettled::kNone;
  }
}

// Plans the sequence from the state of the last fork, beside the part that the way leads to. Says
// whether something independent covers it.
bool Partition::plan(Way way, Sequence& sequence, PartExplorer& explorer,
                     const kernel::Choices& start) {
  ActionTable& table = explorer.table();
  bool independent = false;
  std::size_t next = way.indices.back() + 1;
  for (;;) {
    Part& fork = *way.forks.back();
    Relation found;
    for (; next < fork.parts.size(); ++next) {
      found = relation(table, fork.parts[next]->step.action, sequence);
      if (found.kind != Relation::kConflict) break;
    }
    way.indices.back() = next;
    if (next == fork.parts.size()) {
      if (!sequence.front().exact) explorer.foresee(start, steps_to(way), {}, sequence.front());
      Part& added = *fork.parts.emplace_back(std::make_unique<Part>());
      added.tree.insert(table, 0, kNoBranch, sequence, {});
      added.step = {sequence.front(), 0};
      return independent;
    }
    independent |= found.kind == Relation::kIndependent;
    Part& part = *fork.parts[next];
    if (part.covers_all()) return independent;
    if (found.kind == Relation::kInitial) sequence.erase(found.place);
    if (sequence.empty()) return independent;
    if (!part.is_cut) return plan_inside(part, way, sequence, explorer, start) || independent;
    way.forks.push_back(&part);
    way.indices.push_back(0);
    next = 0;
  }
}

// Plans what follows the step of a part that is not cut, to which the way leads.
bool Partition::plan_inside(Part& part, const Way& way, Sequence& sequence, PartExplorer& explorer,
                            const kernel::Choices& start) {
  const BranchId top = part.tree[0].first;
  const auto foresee = [&](std::span<const BranchId> below, Action& action) {
    Sequence more;
    for (const BranchId each : below) more.push_back(part.tree[each].action);
    explorer.foresee(start, steps_to(way), more, action);
  };
  const bool independent = part.tree.insert(explorer.table(), top, kNoBranch, sequence, foresee);
  part.done = part.done && part.tree[top].state == Branch::kDone;
  return independent;
}

void Partition::settle() { settle(*root_, false); }

// `needed`: something may be planned below the part.
void Partition::settle(Part& part, bool needed) {
  if (part.is_cut && !part.parts.empty()) {
    bool open = false;
    for (const auto& each : part.parts) {
      settle(*each, open || (needed && !part.free));
      open |= !each->done;
    }
    part.done = !open;
    if (part.done && !needed) {
      part.free = true;
      part.parts.clear();
    }
  } else if (!part.is_cut) {
    const BranchId top = part.tree[0].first;
    if (part.done && !needed && top != kNoBranch && part.tree[top].first != kNoBranch) {
      part.tree.drop_below(top);
      part.tree = part.tree.copy_of(top);  // gives the memory back
    }
  }
}

void Partition::put(ArchiveWriter& to) const { put(to, *root_); }

void Partition::get(ArchiveReader& from, const ActionTable& table, std::size_t threads) {
  get(from, *root_, table, threads, 0);
}

void Partition::put(ArchiveWriter& to, const Part& part) {
  explore::put(to, part.step.action);
  to.put(part.step.made);
  for (const bool flag : {part.is_cut, part.free, part.done}) to.put(flag);
  to.put(std::uint64_t{part.unsettled.size()});
  for (const Unsettled& each : part.unsettled) explore::put(to, each);
  if (!part.is_cut) return part.tree.put(to);
  to.put(std::uint64_t{part.parts.size()});
  for (const auto& each : part.parts) put(to, *each);
}

void Partition::get(ArchiveReader& from, Part& part, const ActionTable& table, std::size_t threads,
                    std::size_t depth) {
  if (depth > kForksMax + 1) ArchiveReader::fail_damaged();
  explore::get(from, part.step.action, table, threads);
  from.get(part.step.made);
  if (!table.knows(part.step.action.footprint, part.step.made)) ArchiveReader::fail_damaged();
  for (bool* flag : {&part.is_cut, &part.free, &part.done}) from.get(*flag);
  for (std::size_t left = from.count(12); left > 0; --left) {
    explore::get(from, part.unsettled.emplace_back(), table);
  }
  if (!part.is_cut) {
    part.tree.get(from, table, threads);
    if (depth > 0 && part.tree[0].first == kNoBranch) ArchiveReader::fail_damaged();
    return;
  }
  for (std::size_t left = from.count(8); left > 0; --left) {
    get(from, *part.parts.emplace_back(std::make_unique<Part>()), table, threads, depth + 1);
  }
  if (part.parts.empty() && !part.done) ArchiveReader::fail_damaged();
}

}  // namespace heddle::explore
