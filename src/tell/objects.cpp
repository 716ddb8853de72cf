#include "tell/objects.h"

#include <fmt/format.h>

#include "kernel/objects/condition.h"
#include "kernel/objects/rw_lock.h"
#include "tell/values.h"

namespace heddle::tell {

using kernel::Execution;
using kernel::ObjectId;
using kernel::ObjectKind;
using kernel::Operation;
using kernel::OperationKind;
using kernel::ThreadId;
using kernel::Value;

namespace {

std::string comma_list(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
  return all;
}

std::string rw_lock_state(const Execution& execution, ObjectId id) {
  std::vector<std::string> words;
  for (ThreadId thread = 0; thread < execution.thread_count(); ++thread) {
    const std::string& name = execution.thread(thread).name;
    if (kernel::rw_lock::writes(execution, id, thread)) words.push_back("written by " + name);
    if (kernel::rw_lock::reads(execution, id, thread)) words.push_back("read by " + name);
  }
  return comma_list(words);
}

std::string condition_state(Execution& execution, ObjectId id) {
  std::vector<std::string> words;
  for (const ThreadId sleeper : kernel::condition::sleepers(execution, id))
    words.push_back(execution.thread(sleeper).name + " sleeps");
  return comma_list(words);
}

std::string channel_state(const Execution& execution, std::uint32_t word) {
  std::vector<std::string> words;
  const auto count = static_cast<std::uint32_t>(execution.word(word));
  for (std::uint32_t i = 1; i <= count; ++i)
    words.push_back(std::to_string(execution.word(word + i)));
  return count == 0 ? "" : "[" + comma_list(words) + "]";
}

std::string holder(const Execution& execution, ObjectId mutex) {
  const Value word = execution.word(execution.object(mutex).word);
  return word == 0 ? "" : execution.thread(static_cast<ThreadId>(word - 1)).name;
}

// How an object stands; "" when there is nothing to say.
std::string object_state(Execution& execution, ObjectId id) {
  const kernel::Object& object = execution.object(id);
  switch (object.kind) {
    case ObjectKind::kMemory:
      return "";
    case ObjectKind::kMutex: {
      const std::string name = holder(execution, id);
      return name.empty() ? "" : "held by " + name;
    }
    case ObjectKind::kRwLock:
      return rw_lock_state(execution, id);
    case ObjectKind::kCondition:
      return condition_state(execution, id);
    case ObjectKind::kSemaphore:
      return std::to_string(execution.word(object.word));
    case ObjectKind::kBarrier: {
      const Value arrived = execution.word(object.word);
      return arrived == 0 ? "" : fmt::format("{} of {} arrived", arrived, object.parameter);
    }
    case ObjectKind::kChannel:
      return channel_state(execution, object.word);
  }
  __builtin_unreachable();
}

// "m, held by b"; of a lock that nobody holds nothing more.
std::string with_holder(const Execution& execution, ObjectId mutex) {
  const std::string name = holder(execution, mutex);
  return execution.object(mutex).name + (name.empty() ? "" : ", held by " + name);
}

// Who is inside, but for the one that waits.
std::string inside(const Execution& execution, ObjectId lock, ThreadId but) {
  std::vector<std::string> readers;
  std::string writer;
  for (ThreadId thread = 0; thread < execution.thread_count(); ++thread) {
    if (thread == but) continue;
    const std::string& name = execution.thread(thread).name;
    if (kernel::rw_lock::writes(execution, lock, thread)) writer = name;
    if (kernel::rw_lock::reads(execution, lock, thread)) readers.push_back(name);
  }
  if (!writer.empty()) return ", written by " + writer;
  return readers.empty() ? "" : ", read by " + listed(readers);
}

std::string until(const Subject& subject, ThreadId thread, std::uint32_t source) {
  const std::string values = subject.words.await_values(subject.execution, thread);
  std::string text = subject.words.place(source).source;
  if (text.rfind("await ", 0) == 0) text = text.substr(6);
  return fmt::format("until {}{}", text, values.empty() ? "" : " (now " + values + ")");
}

bool sleeps(const Subject& subject, ThreadId thread) {
  return subject.execution.status(thread) == Execution::kAsleep;
}

// What a thread that does not sleep waits for: "for m, held by b"; "" when nothing is known of it.
std::string what_for(const Subject& subject, ThreadId thread, const char* not_started) {
  using enum OperationKind;
  const Execution& execution = subject.execution;
  const Operation pending = execution.pending(thread);
  const auto object = [&] { return execution.object(pending.object).name; };
  if (const auto source = subject.words.await(execution, thread);
      source && (pending.kind == kAwait || pending.kind == kAtomic)) {
    return until(subject, thread, *source);
  }
  switch (pending.kind) {
    case kLock:
      return "for " + with_holder(execution, pending.object);
    case kReadLock:
    case kWriteLock:
      return fmt::format("to {} {}{}", pending.kind == kReadLock ? "read" : "write", object(),
                         inside(execution, pending.object, thread));
    case kRelock:
      return "to take back " + with_holder(execution, pending.second);
    case kAcquire:
      return fmt::format("for {}, which is at 0", object());
    case kArrive:
      return fmt::format("at {} for the others: {} of {} have arrived", object(),
                         execution.word(execution.object(pending.object).word),
                         execution.object(pending.object).parameter);
    case kSend:
      return fmt::format("to send to {}, which is full", object());
    case kReceive:
      return fmt::format("to receive from {}, which is empty", object());
    case kJoin: {
      const std::string& other = execution.thread(pending.object).name;
      const bool started = execution.started(pending.object);
      return fmt::format("for the end of {}{}", other, started ? "" : not_started);
    }
    default:
      return "";
  }
}

std::string sleeps_on(const Subject& subject, ThreadId thread) {
  const Execution& execution = subject.execution;
  return "sleeps on " + execution.object(execution.pending(thread).object).name;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> object_states(const Subject& subject) {
  std::vector<std::pair<std::string, std::string>> states;
  for (ObjectId id = 0; id < subject.execution.object_count(); ++id) {
    std::string state = object_state(subject.execution, id);
    if (!state.empty()) states.push_back({subject.execution.object(id).name, std::move(state)});
  }
  return states;
}

std::vector<std::string> held_locks(const Subject& subject, ThreadId thread) {
  const Execution& execution = subject.execution;
  std::vector<std::string> locks;
  for (ObjectId id = 0; id < execution.object_count(); ++id) {
    const kernel::Object& object = execution.object(id);
    if (object.kind == ObjectKind::kMutex &&
        execution.word(object.word) == static_cast<Value>(thread) + 1) {
      locks.push_back(object.name);
    } else if (object.kind == ObjectKind::kRwLock) {
      if (kernel::rw_lock::writes(execution, id, thread))
        locks.push_back(object.name + " (writing)");
      if (kernel::rw_lock::reads(execution, id, thread))
        locks.push_back(object.name + " (reading)");
    }
  }
  return locks;
}

std::string waits(const Subject& subject, ThreadId thread) {
  if (sleeps(subject, thread)) return sleeps_on(subject, thread) + ", and nobody will notify it";
  const std::string what = what_for(subject, thread, ", which never started");
  return what.empty() ? "cannot go on" : "waits " + what;
}

std::string has_to_wait(const Subject& subject, ThreadId thread) {
  if (sleeps(subject, thread)) return sleeps_on(subject, thread);
  const std::string what = what_for(subject, thread, ", which has not started");
  return what.empty() ? "has to wait" : "has to wait " + what;
}

std::string waits_name(const Subject& subject, ThreadId thread) {
  const std::string& name = subject.execution.thread(thread).name;
  return name.substr(0, name.find('[')) + ": " + subject.words.wait_text(subject.execution, thread);
}

report::Next next(const Subject& subject, ThreadId thread) {
  const Operation pending = subject.execution.pending(thread);
  const auto name = subject.program.access_name(subject.execution, thread, pending);
  const kernel::Place place = subject.words.place(name.source);
  report::Next next;
  next.thread = subject.execution.thread(thread).name;
  next.pointer = place.pointer;
  next.line = place.line;
  next.statement = place.statement;
  next.access = name.text;
  next.holds = held_locks(subject, thread);
  return next;
}

}  // namespace heddle::tell
