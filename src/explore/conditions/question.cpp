#include "explore/conditions/question.h"

#include <algorithm>

#include "kernel/dependence.h"

namespace heddle::explore::conditions {

using kernel::Operation;
using kernel::OperationKind;

namespace {

// What two accesses have in common.
struct Conflict {
  bool memory = false;  // a cell that one of them writes
  bool written_by_both = false;
  std::uint32_t memory_name = kNoId;
  kernel::ObjectId object = kNoId;
  bool possible = false;  // nothing in the operations seen, but others may touch anything
};

// Operations that may touch anything.
bool is_opaque(OperationKind kind) {
  const kernel::Names names = kernel::rules(kind).names;
  return names == kernel::Names::kCode || names == kernel::Names::kRecord;
}

bool is_on_memory(OperationKind kind) { return is_memory(kind) || is_opaque(kind); }

void compare_touches(const Stream& a, const Stream& b, Conflict& conflict) {
  for (const Touch& mine : a.touches) {
    for (const Touch& other : b.touches) {
      if (mine.cell != other.cell || !(mine.writes || other.writes)) continue;
      conflict.memory = true;
      conflict.memory_name = mine.memory;
      conflict.written_by_both = mine.writes && other.writes;
    }
  }
}

// Wider than what is dependent (kernel/dependence): an object that both name, whatever they do to
// it. A literal speaks of two accesses that may be far apart, and so of all that happens between
// them: that a reader locks before another one may say that a writer comes after both.
kernel::ObjectId common_object(const Operation& a, const Operation& b) {
  kernel::ObjectId common = kNoId;
  const auto note = [&](const kernel::Thing& thing) {
    kernel::for_each_use(b, [&](const kernel::Thing& other, kernel::Use) {
      if (common == kNoId && thing == other) common = thing.id;
    });
  };
  kernel::for_each_use(a, [&](const kernel::Thing& thing, kernel::Use) {
    if (thing.kind == kernel::Thing::kObject) note(thing);
  });
  return common;
}

Conflict conflict_of(const Stream& a, const Stream& b) {
  Conflict conflict;
  const OperationKind kind_a = a.operation.kind;
  const OperationKind kind_b = b.operation.kind;
  if (is_on_memory(kind_a) || is_on_memory(kind_b)) {
    if (!is_on_memory(kind_a) || !is_on_memory(kind_b)) return conflict;
    compare_touches(a, b, conflict);
    conflict.possible = is_opaque(kind_a) || is_opaque(kind_b);
  } else {
    conflict.object = common_object(a.operation, b.operation);
  }
  return conflict;
}

template <class T>
bool contains(const std::vector<T>& values, const T& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

// Of the memory that an access touches, one that the finding is about.
std::uint32_t own_memory(const Stream& stream, const Subject& subject) {
  for (const Touch& touch : stream.touches) {
    if (touch.writes && contains(subject.memory, touch.memory)) return touch.memory;
  }
  return kNoId;
}

}  // namespace

std::optional<std::uint32_t> Costs::of(StreamId a, StreamId b) const {
  const auto& streams = question_.ground.alphabet.streams;
  if (streams[a].is_choice() || streams[b].is_choice()) return std::nullopt;
  if (streams[a].thread == streams[b].thread) return std::nullopt;
  const auto cost = of(streams[a], streams[b]);
  if (!question_.ends_run[a] && !question_.ends_run[b]) return cost;
  const bool own = question_.subject.ends[a] || question_.subject.ends[b];
  if (own && cost && *cost <= kConflict) return kOwn;
  return std::min(cost.value_or(kEnd), kEnd);
}

std::optional<std::uint32_t> Costs::of(const Stream& a, const Stream& b) const {
  const Subject& subject = question_.subject;
  const Conflict conflict = conflict_of(a, b);
  if (conflict.memory) {
    if (!contains(subject.memory, conflict.memory_name)) return kConflict;
    return subject.invariant && conflict.written_by_both ? kDefinition : kOwn;
  }
  if (conflict.object != kNoId) {
    return contains(subject.objects, conflict.object) ? kOwn : kConflict;
  }
  if (subject.invariant) {
    const std::uint32_t mine = own_memory(a, subject);
    const std::uint32_t other = own_memory(b, subject);
    if (mine != kNoId && other != kNoId) return mine == other ? kDefinition : kAcross;
  }
  if (conflict.possible) return kAcross;
  return std::nullopt;
}

}  // namespace heddle::explore::conditions
