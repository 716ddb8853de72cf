#include "explore/strategies/saved_trace.h"

namespace heddle::explore {

namespace {

void put(ArchiveWriter& to, const Footprint& footprint) {
  to.put(std::uint64_t{footprint.touches.size()});
  for (const Touch& touch : footprint.touches) {
    to.put(std::uint32_t{touch.resource});
    to.put(touch.writes != 0);
    to.put(touch.plain != 0);
  }
  to.put(footprint.all);
  to.put(footprint.block);
}

void get(ArchiveReader& from, Footprint& footprint) {
  for (std::size_t left = from.count(6); left > 0; --left) {
    Touch& touch = footprint.touches.emplace_back();
    touch.resource = from.get<std::uint32_t>() & ((1U << 30) - 1);
    touch.writes = from.get<bool>() ? 1 : 0;
    touch.plain = from.get<bool>() ? 1 : 0;
  }
  from.get(footprint.all);
  from.get(footprint.block);
}

}  // namespace

void put(ArchiveWriter& to, const Action& action) {
  to.put(action.thread);
  to.put(action.choices);
  to.put(action.any_choices);
  to.put(action.exact);
  put(to, action.footprint);
}

void get(ArchiveReader& from, Action& action) {
  from.get(action.thread);
  from.get(action.choices);
  from.get(action.any_choices);
  from.get(action.exact);
  get(from, action.footprint);
}

void put(ArchiveWriter& to, const WakeupTree& tree) {
  to.put(std::uint64_t{tree.branches().size()});
  for (const WakeupTree::Branch& branch : tree.branches()) {
    put(to, branch.action);
    put(to, branch.below);
    to.put(std::uint64_t{branch.log.size()});
    for (const auto& sequence : branch.log) {
      to.put(std::uint64_t{sequence.size()});
      for (const Action& each : sequence) put(to, each);
    }
  }
}

void get(ArchiveReader& from, WakeupTree& tree) {
  for (std::size_t left = from.count(1); left > 0; --left) {
    WakeupTree::Branch branch;
    get(from, branch.action);
    get(from, branch.below);
    branch.log.resize(from.count(8));
    for (auto& sequence : branch.log) {
      sequence.resize(from.count(24));
      for (Action& each : sequence) get(from, each);
    }
    tree.add(std::move(branch));
  }
}

}  // namespace heddle::explore
