#include "kernel/availability.h"

#include "kernel/objects/rw_lock.h"

namespace heddle::kernel {

Value availability(const Execution& execution, ObjectId id) {
  const Object& object = execution.object(id);
  switch (object.kind) {
    case ObjectKind::kMutex:
      return execution.word(object.word) == 0 ? 1 : 0;
    case ObjectKind::kRwLock:
      if (rw_lock::writer(execution, id) != 0) return 0;
      return rw_lock::has_readers(execution, id) ? 1 : 2;
    case ObjectKind::kSemaphore:
    case ObjectKind::kChannel:
      return execution.word(object.word);
    default:
      return 0;
  }
}

bool grants(const Execution& execution, const Operation& operation, Value availability) {
  switch (operation.kind) {
    case OperationKind::kLock:
    case OperationKind::kRelock:
    case OperationKind::kReadLock:
    case OperationKind::kAcquire:
    case OperationKind::kReceive:
      return availability > 0;
    case OperationKind::kWriteLock:
      return availability == 2;
    case OperationKind::kSend:
      return availability < execution.object(operation.object).parameter;
    default:
      return true;
  }
}

ObjectId blocking_object(const Operation& operation) {
  if (operation.fault != Fault::kNone) return kNoId;
  switch (operation.kind) {
    case OperationKind::kLock:
    case OperationKind::kReadLock:
    case OperationKind::kWriteLock:
    case OperationKind::kAcquire:
    case OperationKind::kSend:
    case OperationKind::kReceive:
      return operation.object;
    case OperationKind::kRelock:
      return operation.second;
    default:
      return kNoId;
  }
}

}  // namespace heddle::kernel
