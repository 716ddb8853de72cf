#include "kernel/rules.h"

#include <array>

#include "kernel/objects/barrier.h"
#include "kernel/objects/channel.h"
#include "kernel/objects/condition.h"
#include "kernel/objects/mutex.h"
#include "kernel/objects/rw_lock.h"
#include "kernel/objects/semaphore.h"
#include "kernel/objects/thread.h"

namespace heddle::kernel {

namespace {

using enum OperationKind;

constexpr std::size_t index(OperationKind kind) { return static_cast<std::size_t>(kind); }

constexpr auto kRules = [] {
  std::array<Rules, index(kCount)> table{};
  const auto set = [&](OperationKind kind, Rules rules) { table[index(kind)] = rules; };
  set(kLock, {mutex::can_lock, mutex::lock});
  set(kUnlock, {nullptr, mutex::unlock});
  set(kTryLock, {nullptr, mutex::try_lock});
  set(kRelock, {condition::can_relock, condition::relock});
  set(kReadLock, {rw_lock::can_read_lock, rw_lock::read_lock});
  set(kReadUnlock, {nullptr, rw_lock::read_unlock});
  set(kWriteLock, {rw_lock::can_write_lock, rw_lock::write_lock});
  set(kWriteUnlock, {nullptr, rw_lock::write_unlock});
  set(kWait, {nullptr, condition::wait});
  set(kNotify, {nullptr, condition::notify});
  set(kNotifyAll, {nullptr, condition::notify_all});
  set(kAcquire, {semaphore::can_acquire, semaphore::acquire});
  set(kRelease, {nullptr, semaphore::release});
  set(kArrive, {nullptr, barrier::arrive});
  set(kSend, {channel::can_send, channel::send});
  set(kReceive, {channel::can_receive, channel::receive});
  set(kSpawn, {nullptr, thread::spawn});
  set(kJoin, {thread::can_join, nullptr});
  return table;
}();

}  // namespace

const Rules& rules(OperationKind kind) { return kRules[index(kind)]; }

}  // namespace heddle::kernel
