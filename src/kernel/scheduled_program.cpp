#include "kernel/scheduled_program.h"

#include "base/check.h"
#include "kernel/dependence.h"

namespace heddle::kernel {

namespace {

Resource thread_resource(ThreadId id) { return resource(ResourceKind::kThread, id); }
Resource object_resource(ObjectId id) { return resource(ResourceKind::kObject, id); }
Resource cell_resource(std::uint32_t word) { return resource(ResourceKind::kCell, word); }
constexpr Resource kAllocator = resource(ResourceKind::kOther, 0);
Resource condition_resource(std::uint32_t id) { return resource(ResourceKind::kOther, id + 1); }

// Whether a use of an object counts as a change. Sharers are ordered, too: how free the object was
// before an event is read off the events on it in their order.
bool counts_as_change(Use use, bool done) {
  return use != Use::kReads && (use != Use::kChangesIfDone || done);
}

// On whatever can be asked; where its type is known nothing is dispatched.
template <class Run>
void look_at_threads(const Run& run, std::vector<PendingOperation>& enabled,
                     std::vector<PendingOperation>& blocked) {
  enabled.clear();
  blocked.clear();
  if (run.fault() != Fault::kNone) return;
  const std::uint32_t threads = run.thread_count();
  for (ThreadId thread = 0; thread < threads; ++thread) {
    PendingOperation& pending = enabled.emplace_back();
    pending.thread = thread;
    run.pending(thread, pending.operation);
    if (run.enabled(thread, pending.operation)) continue;
    if (rules(pending.operation.kind).locks) blocked.push_back(pending);
    enabled.pop_back();
  }
}

}  // namespace

void Schedulable::look(std::vector<PendingOperation>& enabled,
                       std::vector<PendingOperation>& blocked) const {
  look_at_threads(*this, enabled, blocked);
}

void Schedulable::restore(std::span<const Value>) {
  CHECK(words() != nullptr && "its states can be put back");
}

ScheduledProgram::ScheduledProgram(Execution& execution, Program& program)
    : execution_(execution),
      program_(program),
      states_(program.states()),
      has_conditions_(program.condition_count() > 0) {}

void ScheduledProgram::look(std::vector<PendingOperation>& enabled,
                            std::vector<PendingOperation>& blocked) const {
  look_at_threads(execution_, enabled, blocked);
}

// ---- What has been touched ---------------------------------------------------------------------

void ScheduledProgram::begin_footprint(ThreadId thread, const Operation& operation) {
  events_.clear();
  deleted_.clear();
  execution_.record(&events_, &deleted_);
  wakes_ = rules(operation.kind).wakes;
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

void ScheduledProgram::end_footprint(ThreadId thread, Footprint& footprint) {
  execution_.record(nullptr);
  to_ = &footprint;
  footprint.clear();
  footprint.all = execution_.failed();
  footprint.block = !events_.empty() && is_block(events_.front().operation.kind);
  for (const auto& event : events_) add_operation(event.operation, event.wrote);
  for (const std::uint32_t word : deleted_) add_memory(word, true, true);
  if (awaited_ != kNoId) footprint.add(condition_resource(awaited_), false);
  if (wakes_) add_threads_woken(thread);
  if (execution_.finished(thread)) footprint.add(thread_resource(thread), true);
}

void ScheduledProgram::add_threads_woken(ThreadId thread) {
  for (ThreadId each = 0; each < execution_.thread_count(); ++each) {
    if (each == thread) continue;
    const int now = execution_.started(each) ? execution_.status(each) : -1;
    if (now != statuses_[each]) to_->add(thread_resource(each), true);
  }
}

// ---- What would be touched ---------------------------------------------------------------------

void ScheduledProgram::predict_footprint(ThreadId thread, const Operation& operation,
                                         Footprint& footprint) {
  to_ = &footprint;
  footprint.clear();
  footprint.all = operation.fault != Fault::kNone;
  footprint.block = is_block(operation.kind);
  add_operation(operation, true);
  if (operation.kind == OperationKind::kDelete && !footprint.all) {
    deleted_.clear();
    execution_.deleted_cells(operation, deleted_);
    for (const std::uint32_t word : deleted_) add_memory(word, true, true);
  }
  const Rules& row = rules(operation.kind);
  if (row.names == Names::kThread && row.object == Use::kChanges && !footprint.all) {
    footprint.add(thread_resource(operation.object), true);
  }
  if (footprint.block) add_awaited(thread);
  if (footprint.block && execution_.enabled(thread, operation)) {
    inside_.clear();
    execution_.footprint(thread, inside_);
    for (const auto& touch : inside_) add_memory(touch.cell, touch.writes, touch.plain);
  }
}

void ScheduledProgram::add_awaited(ThreadId thread) {
  const std::uint32_t awaited =
      has_conditions_ ? program_.awaited_condition(execution_, thread) : kNoId;
  std::uint32_t word = kNoId;
  if (awaited != kNoId) {
    to_->add(condition_resource(awaited), false);
  } else if (program_.awaits(execution_, thread, word) && word != kNoId) {
    to_->add(cell_resource(word), false);
  }
}

void ScheduledProgram::add_memory(std::uint32_t word, bool writes, bool plain) {
  to_->add(cell_resource(word), writes, plain);
  if (!writes || !has_conditions_) return;
  const auto conditions = word >= execution_.heap_begin()
                              ? program_.conditions_on_heap()
                              : program_.conditions_reading(program_.memory_name(execution_, word));
  for (const std::uint32_t each : conditions) to_->add(condition_resource(each), true);
}

void ScheduledProgram::add_heap() {
  to_->add(kAllocator, true);
  for (const std::uint32_t each : program_.conditions_on_heap()) {
    to_->add(condition_resource(each), true);
  }
}

void ScheduledProgram::add_operation(const Operation& operation, bool done) {
  if (operation.fault != Fault::kNone) return;
  for_each_use(operation, [&](const Thing& thing, Use use) {
    switch (thing.kind) {
      case Thing::kCell:
        return add_memory(thing.id, counts_as_change(use, done), operation.plain);
      case Thing::kObject:
        if (use == Use::kSleepsOn) return;
        return to_->add(object_resource(thing.id), counts_as_change(use, done));
      case Thing::kThread:  // whom it changes is seen once it has happened (add_threads_woken)
        if (use == Use::kReads) to_->add(thread_resource(thing.id), false);
        return;
      case Thing::kHeap:
        return add_heap();
    }
  });
}

void ScheduledProgram::predict_memory(ThreadId thread, const Operation& operation,
                                      std::vector<MemoryTouch>& touches) {
  if (operation.fault != Fault::kNone) return;  // touches nothing
  if (is_memory(operation.kind)) {
    touches.push_back({operation.cell, access_of(operation)});
  } else if (operation.kind == OperationKind::kDelete) {
    deleted_.clear();
    execution_.deleted_cells(operation, deleted_);
    for (const std::uint32_t cell : deleted_) {
      touches.push_back({cell, {.writes = true, .plain = true}});
    }
  } else if (is_block(operation.kind)) {
    inside_.clear();
    execution_.footprint(thread, inside_);
    for (const auto& each : inside_) {
      touches.push_back({each.cell, {.writes = each.writes, .plain = each.plain, .block = true}});
    }
  }
}

ObjectId ScheduledProgram::contended(ThreadId thread, const Operation& operation) const {
  if (!rules(operation.kind).locks) return kNoId;
  if (!execution_.enabled(thread, operation)) {
    const bool asleep = execution_.status(thread) == Execution::kAsleep;
    return asleep ? kNoId : blocking_object(operation);
  }
  if (operation.fault != Fault::kNone) return kNoId;
  const bool is_mutex = execution_.object(operation.object).kind == ObjectKind::kMutex;
  return is_mutex && kernel::availability(execution_, operation.object) == 0 ? operation.object
                                                                             : kNoId;
}

}  // namespace heddle::kernel
