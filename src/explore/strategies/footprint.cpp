#include "explore/strategies/footprint.h"

#include <algorithm>

namespace heddle::explore {

using kernel::kNoId;
using kernel::Operation;
using kernel::OperationKind;
using kernel::ThreadId;

namespace {

bool may_wake(OperationKind kind) {
  switch (kind) {
    case OperationKind::kNotify:
    case OperationKind::kNotifyAll:
    case OperationKind::kArrive:
    case OperationKind::kSpawn:
    case OperationKind::kAtomic:
      return true;
    default:
      return false;
  }
}

// Whether what was performed changed what it worked on.
bool changed(const kernel::Event& event) {
  if (kernel::is_memory(event.operation.kind)) return event.wrote;
  return event.operation.kind != OperationKind::kTryLock || event.result != 0;
}

bool is_block(OperationKind kind) {
  return kind == OperationKind::kAtomic || kind == OperationKind::kAwait;
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
  wakes_ = may_wake(operation.kind);
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
  for (const auto& event : events_) add_operation(event.operation, changed(event));
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
  add_operation(operation, operation.kind != OperationKind::kRead);
  if (operation.kind == OperationKind::kDelete && !footprint.all) {
    deleted_.clear();
    execution_.deleted_cells(operation, deleted_);
    for (const std::uint32_t word : deleted_) add_memory(word, true, true);
  }
  if (operation.kind == OperationKind::kSpawn && !footprint.all) {
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

void Footprints::add_operation(const Operation& operation, bool changes) {
  if (operation.fault != kernel::Fault::kNone) return;
  using enum OperationKind;
  switch (operation.kind) {
    case kNone:
    case kSkip:
    case kAwait:
    case kAtomic:
    case kSpawn:  // add_threads_woken
      break;
    case kRead:
    case kWrite:
    case kUpdate:
      add_memory(operation.cell, changes, operation.plain);
      break;
    case kNew:
    case kDelete:
      add_heap();
      break;
    case kJoin:
      add(thread(operation.object), false);
      break;
    case kRelock:
      add(object(operation.second), true);
      break;
    case kWait:
      add(object(operation.object), true);
      add(object(operation.second), true);
      break;
    default:
      add(object(operation.object), changes);
      break;
  }
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
