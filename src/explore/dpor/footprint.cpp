#include "explore/dpor/footprint.h"

#include <algorithm>

#include "kernel/dependence.h"

namespace heddle::explore {

using kernel::is_block;
using kernel::kNoId;
using kernel::Operation;
using kernel::OperationKind;
using kernel::Thing;
using kernel::ThreadId;
using kernel::Use;

namespace {

// Whether a use of an object counts as a change. Sharers are ordered, too: how free the object was
// before an event is read off the events on it in their order (Trace).
bool changes(Use use, bool done) {
  return use != Use::kReads && (use != Use::kChangesIfDone || done);
}

}  // namespace

bool dependent(const Footprint& a, const Footprint& b) {
  if (a.all || b.all) return true;
  auto at = b.touches.begin();
  for (const Touch& touch : a.touches) {
    while (at != b.touches.end() && at->resource < touch.resource) ++at;
    if (at == b.touches.end()) return false;
    if (at->resource == touch.resource && (at->writes || touch.writes)) return true;
  }
  return false;
}

bool same(const Footprint& a, const Footprint& b) {
  return a.all == b.all && a.touches.size() == b.touches.size() &&
         std::equal(a.touches.begin(), a.touches.end(), b.touches.begin(),
                    [](const Touch& x, const Touch& y) {
                      return x.resource == y.resource && x.writes == y.writes;
                    });
}

Footprints::Footprints(kernel::Execution& execution, const kernel::Program& program)
    : execution_(execution),
      program_(program),
      objects_(execution.thread_count()),
      conditions_(objects_ + execution.object_count()),
      allocator_(conditions_ + program.condition_count()),
      cells_(allocator_ + 1),
      has_conditions_(program.condition_count() > 0) {}

void Footprints::before(ThreadId thread, const Operation& operation) {
  events_.clear();
  deleted_.clear();
  execution_.record(&events_, &deleted_);
  wakes_ = kernel::rules(operation.kind).wakes;
  if (wakes_) {
    statuses_.resize(execution_.thread_count());
    for (ThreadId each = 0; each < execution_.thread_count(); ++each) {
      statuses_[each] = execution_.started(each) ? execution_.status(each) : -1;
    }
  }
  awaited_ = has_conditions_ && is_block(operation.kind)
                 ? program_.awaited_condition(execution_, thread)
                 : kNoId;
}

void Footprints::after(ThreadId thread, bool woken, Footprint& footprint) {
  execution_.record(nullptr);
  to_ = &footprint;
  footprint.touches.clear();
  footprint.all = execution_.failed();
  footprint.block = !events_.empty() && is_block(events_.front().operation.kind);
  for (const auto& event : events_) add_operation(event.operation, event.wrote);
  for (const std::uint32_t word : deleted_) add_memory(word, true, true);
  if (awaited_ != kNoId) add(condition(awaited_), false);
  if (woken) add(this->thread(thread), false);
  if (wakes_) add_threads_woken(thread);
  if (execution_.finished(thread)) add(this->thread(thread), true);
  finish();
}

void Footprints::predict(ThreadId thread, const Operation& operation, bool woken,
                         Footprint& footprint) {
  to_ = &footprint;
  footprint.touches.clear();
  if (woken) add(this->thread(thread), false);
  footprint.all = operation.fault != kernel::Fault::kNone;
  footprint.block = is_block(operation.kind);
  add_operation(operation, true);
  if (operation.kind == OperationKind::kDelete && !footprint.all) {
    deleted_.clear();
    execution_.deleted_cells(operation, deleted_);
    for (const std::uint32_t word : deleted_) add_memory(word, true, true);
  }
  const kernel::Rules& row = kernel::rules(operation.kind);
  if (row.names == kernel::Names::kThread && row.object == Use::kChanges && !footprint.all) {
    add(this->thread(operation.object), true);
  }
  if (footprint.block) add_awaited(thread);
  if (footprint.block && execution_.enabled(thread, operation)) {
    std::vector<kernel::Execution::Touch> touches;
    execution_.footprint(thread, touches);
    for (const auto& touch : touches) add_memory(touch.cell, touch.writes, touch.plain);
  }
  finish();
}

void Footprints::add_awaited(ThreadId thread) {
  const std::uint32_t awaited =
      has_conditions_ ? program_.awaited_condition(execution_, thread) : kNoId;
  std::uint32_t word = kNoId;
  if (awaited != kNoId) {
    add(condition(awaited), false);
  } else if (program_.awaits(execution_, thread, word) && word != kNoId) {
    add(cell(word), false);
  }
}

void Footprints::add(std::uint32_t resource, bool writes, bool plain) {
  for (Touch& touch : to_->touches) {
    if (touch.resource != resource) continue;
    touch.writes = touch.writes != 0 || writes;
    touch.plain = touch.plain != 0 || plain;
    return;
  }
  Touch touch{};
  touch.resource = resource & 0x3fffffffU;
  touch.writes = writes;
  touch.plain = plain;
  to_->touches.push_back(touch);
}

void Footprints::add_memory(std::uint32_t word, bool writes, bool plain) {
  add(cell(word), writes, plain);
  if (!writes || !has_conditions_) return;
  if (word >= execution_.heap_begin()) {
    for (const std::uint32_t each : program_.conditions_on_heap()) add(condition(each), true);
    return;
  }
  for (const std::uint32_t each :
       program_.conditions_reading(program_.memory_name(execution_, word))) {
    add(condition(each), true);
  }
}

void Footprints::add_heap() {
  add(allocator_, true);
  for (const std::uint32_t each : program_.conditions_on_heap()) add(condition(each), true);
}

void Footprints::add_operation(const Operation& operation, bool done) {
  if (operation.fault != kernel::Fault::kNone) return;
  kernel::for_each_use(operation, [&](const Thing& thing, Use use) {
    switch (thing.kind) {
      case Thing::kCell:
        return add_memory(thing.id, changes(use, done), operation.plain);
      case Thing::kObject:
        if (use != Use::kSleepsOn) add(object(thing.id), changes(use, done));
        return;
      case Thing::kThread:  // whom it changes is seen once it has happened (add_threads_woken)
        if (use == Use::kReads) add(thread(thing.id), false);
        return;
      case Thing::kHeap:
        return add_heap();
    }
  });
}

void Footprints::add_threads_woken(ThreadId thread) {
  for (ThreadId each = 0; each < execution_.thread_count(); ++each) {
    if (each == thread) continue;
    const int now = execution_.started(each) ? execution_.status(each) : -1;
    if (now != statuses_[each]) add(this->thread(each), true);
  }
}

void Footprints::finish() {
  auto& touches = to_->touches;
  if (touches.size() > 1) {
    std::sort(touches.begin(), touches.end(),
              [](const Touch& a, const Touch& b) { return a.resource < b.resource; });
  }
  to_ = nullptr;
}

}  // namespace heddle::explore
