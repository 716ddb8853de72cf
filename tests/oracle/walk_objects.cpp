// Synchronisation objects and threads.
#include "base/check.h"
#include "oracle/walk.h"

namespace heddle::oracle {

using scenario::ObjectClass;
using scenario::StepKind;

Walk::Which Walk::which(const scenario::ObjectRef& reference) {
  Which result;
  const bool thread = reference.object_class == ObjectClass::kThread;
  const auto& name =
      thread ? scenario_.threads[reference.family].name : scenario_.objects[reference.family].name;
  result.name = name;
  result.family = reference.family;
  if (reference.index != kNone) {
    const auto index = evaluate(reference.index).number;
    const auto size = thread ? std::size_t{scenario_.threads[reference.family].count}
                             : scenario_.objects[reference.family].initial.size();
    result.wrong_index = index < 0 || index >= static_cast<std::int64_t>(size);
    result.name += "[" + std::to_string(index) + "]";
    if (!result.wrong_index) result.member = static_cast<std::uint32_t>(index);
  }
  if (!thread || result.wrong_index) return result;
  result.family = result.member;
  for (std::uint32_t d = 0; d < reference.family; ++d) result.family += scenario_.threads[d].count;
  return result;
}

Object& Walk::object(const Which& which) { return world_.objects[which.family][which.member]; }

Access Walk::object_access(std::string_view verb, const Which& which, Wait wait) const {
  auto access = plain_access(std::string(verb) + " " + which.name);
  access.wait = wait;
  access.family = which.family;
  access.member = which.member;
  access.wrong_index = which.wrong_index;
  return access;
}

void Walk::object_step(const scenario::Step& step) {
  const auto named = which(step.object);
  const Mark mark(*this, named.member);
  switch (step.kind) {
    case StepKind::kLock:
    case StepKind::kReadLock:
    case StepKind::kWriteLock:
    case StepKind::kAcquire:
      return take(step.kind, named);
    case StepKind::kUnlock:
      return unlock(named);
    case StepKind::kReadUnlock:
      return read_unlock(named);
    case StepKind::kWriteUnlock:
      return write_unlock(named);
    case StepKind::kRelease:
      return leave(StepKind::kAcquire, named);
    case StepKind::kTryLock:
      return try_lock(named, step.local);
    case StepKind::kWait:
      return wait(named, which(step.second));
    case StepKind::kNotify:
      return notify(named, false);
    case StepKind::kNotifyAll:
      return notify(named, true);
    case StepKind::kArrive:
      return arrive(named);
    case StepKind::kSend:
      return send(named, evaluate(step.value).number);
    case StepKind::kReceive:
      return receive(named, step.local);
    case StepKind::kSpawn:
      return spawn(named);
    case StepKind::kJoin:
      return join(named);
    default:
      CHECK(false);
  }
}

// The taking and the leaving half of `with`, by the statement that takes.
void Walk::take(StepKind kind, const Which& which) {
  if (kind == StepKind::kLock) return lock(which);
  if (kind == StepKind::kReadLock) return read_lock(which);
  if (kind == StepKind::kWriteLock) return write_lock(which);
  CHECK(kind == StepKind::kAcquire);
  act(object_access("acquire", which, Wait::kAcquire), [&] {
    --object(which).count;
    return Word{};
  });
}

void Walk::leave(StepKind kind, const Which& which) {
  if (kind == StepKind::kLock) return unlock(which);
  if (kind == StepKind::kReadLock) return read_unlock(which);
  if (kind == StepKind::kWriteLock) return write_unlock(which);
  CHECK(kind == StepKind::kAcquire);
  act(object_access("release", which, Wait::kNever), [&] {
    auto& count = object(which).count;
    if (count == INT64_MAX) throw Failure{"overflow"};
    ++count;
    return Word{};
  });
}

void Walk::lock(const Which& which) {
  act(object_access("lock", which, Wait::kLock), [&] {
    if (object(which).holder == index_) throw Failure{"misuse"};
    CHECK(object(which).holder == -1);
    object(which).holder = index_;
    return Word{};
  });
}

void Walk::unlock(const Which& which) {
  act(object_access("unlock", which, Wait::kNever), [&] {
    if (object(which).holder != index_) throw Failure{"misuse"};
    object(which).holder = -1;
    return Word{};
  });
}

void Walk::try_lock(const Which& which, std::uint32_t local) {
  locals_[local] = act(object_access("trylock", which, Wait::kNever), [&] {
    auto& mutex = object(which);
    if (mutex.holder == index_) throw Failure{"misuse"};
    if (mutex.holder != -1) return Word{0, 0};
    mutex.holder = index_;
    return Word{1, 0};
  });
}

void Walk::read_lock(const Which& which) {
  act(object_access("rdlock", which, Wait::kReadLock), [&] {
    auto& lock = object(which);
    if (lock.holder == index_ || lock.inside.count(index_) != 0) throw Failure{"misuse"};
    CHECK(lock.holder == -1);
    lock.inside.insert(index_);
    return Word{};
  });
}

void Walk::read_unlock(const Which& which) {
  act(object_access("rdunlock", which, Wait::kNever), [&] {
    if (object(which).inside.erase(index_) == 0) throw Failure{"misuse"};
    return Word{};
  });
}

void Walk::write_lock(const Which& which) {
  act(object_access("wrlock", which, Wait::kWriteLock), [&] {
    auto& lock = object(which);
    if (lock.holder == index_ || lock.inside.count(index_) != 0) throw Failure{"misuse"};
    CHECK(lock.holder == -1 && lock.inside.empty());
    lock.holder = index_;
    return Word{};
  });
}

void Walk::write_unlock(const Which& which) {
  act(object_access("wrunlock", which, Wait::kNever), [&] {
    if (object(which).holder != index_) throw Failure{"misuse"};
    object(which).holder = -1;
    return Word{};
  });
}

void Walk::wait(const Which& condition, const Which& mutex) {
  auto sleep = object_access("wait", condition, Wait::kNever);
  sleep.wrong_index = condition.wrong_index || mutex.wrong_index;
  const Mark mark(*this, mutex.member);
  act(sleep, [&] {
    if (object(mutex).holder != index_) throw Failure{"misuse"};
    object(mutex).holder = -1;
    object(condition).asleep.push_back(index_);
    return Word{};
  });
  auto relock = object_access("relock", mutex, Wait::kRelock);
  relock.family2 = condition.family;
  relock.member2 = condition.member;
  act(relock, [&] {
    object(mutex).holder = index_;
    return Word{};
  });
}

void Walk::notify(const Which& which, bool all) {
  act(object_access(all ? "notify_all" : "notify", which, Wait::kNever), [&] {
    auto& asleep = object(which).asleep;
    if (all) asleep.clear();
    if (asleep.empty()) return Word{};
    const auto woken = choices_.choose(static_cast<std::uint32_t>(asleep.size()), index_, source_);
    asleep.erase(asleep.begin() + woken);
    return Word{};
  });
}

void Walk::arrive(const Which& which) {
  if (!begin(object_access("arrive", which, Wait::kNever))) {
    recall();
    return;
  }
  object(which).inside.insert(index_);
  thread_->at_barrier = true;
  finish({});
  throw Parked{which.family, which.member};
}

void Walk::send(const Which& which, std::int64_t value) {
  const Mark mark(*this, Word{value, 0});
  act(object_access("send", which, Wait::kSend), [&] {
    object(which).queue.push_back(value);
    return Word{};
  });
}

void Walk::receive(const Which& which, std::uint32_t local) {
  locals_[local] = act(object_access("receive", which, Wait::kReceive), [&] {
    auto& queue = object(which).queue;
    const auto value = queue.front();
    queue.erase(queue.begin());
    return Word{value, 0};
  });
}

// The new thread's local work comes first, then the spawner's.
void Walk::spawn(const Which& which) {
  act(object_access("spawn", which, Wait::kNever), [&] {
    auto& thread = world_.threads[which.family];
    if (thread.started) throw Failure{"misuse"};
    thread.started = true;
    advance(scenario_, world_, which.family, 0, choices_);
    return Word{};
  });
}

void Walk::join(const Which& which) {
  act(object_access("join", which, Wait::kJoin), [] { return Word{}; });
}

}  // namespace heddle::oracle
