#include "oracle/agreement/plain_threads.h"

#include "base/check.h"

namespace heddle::oracle {

using kernel::kNoId;
using kernel::Operation;
using kernel::OperationKind;
using kernel::ResourceKind;
using kernel::ThreadId;
using kernel::ThreadStage;

ThreadStage PlainThreads::stage(ThreadId thread) const {
  const auto found = threads_.find(thread);
  if (found == threads_.end()) return ThreadStage::kNotStarted;
  const bool over = found->second.at == body(found->second).size();
  return over ? ThreadStage::kFinished : ThreadStage::kParked;
}

void PlainThreads::restart(kernel::Choices&) {
  threads_.clear();
  owner_of_.clear();
  memory_.assign(program_.cells, 0);
  fault_ = kernel::Fault::kNone;
  flag_ = false;
  for (std::uint32_t lock = 0; lock < program_.locks; ++lock) owner_of_[lock] = kNoId;
  for (ThreadId root = 0; root < program_.roots; ++root) threads_[root].body = root;
  for (ThreadId root = 0; root < program_.roots; ++root) run_locally(root);
}

std::uint32_t PlainThreads::lock_of(const Thread& thread, const PlainOperation& operation) const {
  if (operation.address == PlainOperation::kNewest) return thread.newest;
  if (operation.address == PlainOperation::kGiven) return thread.given;
  return operation.address;
}

void PlainThreads::pending(ThreadId id, Operation& operation) const {
  if (stage(id) != ThreadStage::kParked) return;
  const Thread& thread = threads_.at(id);
  const PlainOperation& next = body(thread)[thread.at];
  operation.plain = true;
  switch (next.kind) {
    case PlainOperation::kRead:
      operation.kind = OperationKind::kRead;
      operation.cell = next.address;
      return;
    case PlainOperation::kWrite:
      operation.kind = OperationKind::kWrite;
      operation.cell = next.address;
      operation.argument = thread.seen + next.value;
      return;
    case PlainOperation::kLock:
    case PlainOperation::kUnlock:
      operation.kind =
          next.kind == PlainOperation::kLock ? OperationKind::kLock : OperationKind::kUnlock;
      operation.object = lock_of(thread, next);
      return;
    case PlainOperation::kStart:
      operation.kind = OperationKind::kSpawn;
      operation.object = made(program_.roots, id, thread.threads_made);
      return;
    case PlainOperation::kJoin:
      operation.kind = OperationKind::kJoin;
      operation.object = made(program_.roots, id, next.address);
      return;
    default:
      CHECK(next.kind < PlainOperation::kMakeLock && "local operations are never pending");
  }
}

bool PlainThreads::enabled(ThreadId, const Operation& operation) const {
  if (operation.kind == OperationKind::kNone) return false;
  if (operation.kind == OperationKind::kLock) return owner_of_.at(operation.object) == kNoId;
  if (operation.kind == OperationKind::kJoin) {
    return stage(operation.object) == ThreadStage::kFinished;
  }
  return true;
}

void PlainThreads::step(ThreadId id, const Operation& operation, kernel::Choices&) {
  CHECK(enabled(id, operation));
  Thread& thread = threads_.at(id);
  const PlainOperation& now = body(thread)[thread.at++];
  switch (now.kind) {
    case PlainOperation::kRead:
      thread.seen = memory_[now.address];
      break;
    case PlainOperation::kWrite:
      memory_[now.address] = operation.argument;
      break;
    case PlainOperation::kLock:
      owner_of_[operation.object] = id;
      break;
    case PlainOperation::kUnlock:
      owner_of_[operation.object] = kNoId;
      break;
    case PlainOperation::kStart: {
      CHECK(thread.threads_made < kMadeMax);
      ++thread.threads_made;
      Thread& child = threads_[operation.object];
      child.body = now.address;
      child.given = thread.newest;
      run_locally(operation.object);
      break;
    }
    default:
      break;
  }
  run_locally(id);
}

void PlainThreads::run_locally(ThreadId id) {
  Thread& thread = threads_.at(id);
  while (thread.at < body(thread).size() && fault_ == kernel::Fault::kNone) {
    const PlainOperation& next = body(thread)[thread.at];
    if (next.kind == PlainOperation::kMakeLock) {
      CHECK(thread.locks_made < kMadeMax);
      thread.newest = made(program_.locks, id, thread.locks_made++);
      owner_of_[thread.newest] = kNoId;
    } else if (next.kind == PlainOperation::kRepeat) {
      if (thread.repeated[thread.at]++ < next.value) {
        thread.at = next.address;
        continue;
      }
    } else if (next.kind == PlainOperation::kAssert) {
      if (thread.seen > next.value) fault_ = kernel::Fault::kAssertion;
    } else if (next.kind == PlainOperation::kFlag) {
      flag_ = true;
    } else {
      return;
    }
    ++thread.at;
  }
}

kernel::End PlainThreads::end(bool any_enabled) const {
  if (fault_ != kernel::Fault::kNone) return kernel::End::kFailed;
  if (any_enabled) return kernel::End::kRunning;
  for (const auto& [id, thread] : threads_) {
    if (stage(id) == ThreadStage::kParked) return kernel::End::kBlocked;
  }
  return kernel::End::kCompleted;
}

void PlainThreads::add_touch(const Operation& operation, kernel::Footprint& footprint) const {
  switch (operation.kind) {
    case OperationKind::kRead:
      return footprint.add(resource(ResourceKind::kCell, operation.cell), false, true);
    case OperationKind::kWrite:
      return footprint.add(resource(ResourceKind::kCell, operation.cell), true, true);
    case OperationKind::kLock:
    case OperationKind::kUnlock:
      return footprint.add(resource(ResourceKind::kObject, operation.object), true);
    case OperationKind::kSpawn:
      return footprint.add(resource(ResourceKind::kThread, operation.object), true);
    case OperationKind::kJoin:
      return footprint.add(resource(ResourceKind::kThread, operation.object), false);
    default:
      return;
  }
}

void PlainThreads::end_footprint(ThreadId thread, kernel::Footprint& footprint) {
  footprint.clear();
  footprint.all = fault_ != kernel::Fault::kNone;
  add_touch(last_, footprint);
  const auto note_end = [&](ThreadId id) {
    if (stage(id) == ThreadStage::kFinished)
      footprint.add(resource(ResourceKind::kThread, id), true);
  };
  note_end(thread);
}

void PlainThreads::predict_footprint(ThreadId, const Operation& operation,
                                     kernel::Footprint& footprint) {
  footprint.clear();
  add_touch(operation, footprint);
}

void PlainThreads::predict_memory(ThreadId, const Operation& operation,
                                  std::vector<kernel::MemoryTouch>& touches) {
  if (kernel::is_memory(operation.kind)) {
    touches.push_back({operation.cell, kernel::access_of(operation)});
  }
}

std::optional<kernel::Value> PlainThreads::availability(kernel::ObjectId object) const {
  const auto found = owner_of_.find(object);
  if (found == owner_of_.end()) return std::nullopt;
  return found->second == kNoId ? 1 : 0;
}

kernel::ObjectId PlainThreads::contended(ThreadId, const Operation& operation) const {
  return owner_of_.at(operation.object) == kNoId ? kNoId : operation.object;
}

void PlainThreads::outcome(std::vector<kernel::Value>& values) const {
  values.insert(values.end(), memory_.begin(), memory_.end());
}

void PlainThreads::judge(kernel::End end, std::vector<kernel::Defect>& defects) {
  const auto last = static_cast<std::uint32_t>(properties_.size()) - 1;
  if (end == kernel::End::kFailed) defects.push_back({.property = last - 1});
  if (end == kernel::End::kBlocked) defects.push_back({.property = last});
}

}  // namespace heddle::oracle
