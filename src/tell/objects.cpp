#include "tell/objects.h"

#include <fmt/format.h>

#include "kernel/rules.h"
#include "tell/values.h"

namespace heddle::tell {

using kernel::Execution;
using kernel::ObjectId;
using kernel::Operation;
using kernel::ThreadId;
using kernel::Value;

namespace {

// How an object stands; "" when there is nothing to say.
std::string object_state(Execution& execution, ObjectId id) {
  const kernel::ObjectRules& row = kernel::rules(execution.object(id).kind);
  std::string text = row.state == nullptr ? "" : row.state(execution, id);
  if (row.tie == nullptr) return text;
  for (ThreadId thread = 0; thread < execution.thread_count(); ++thread) {
    const Value tie = row.tie(execution, id, thread);
    if (tie == 0) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", row.ties[tie].by,
                        execution.thread(thread).name);
  }
  return text;
}

// What keeps a thread that waits for an object from going on, after the words of that: ", read by
// a and b"; nothing of a lock that nobody holds.
std::string hindrance(const Execution& execution, ObjectId id, ThreadId thread,
                      const Operation& operation) {
  const kernel::ObjectRules& row = kernel::rules(execution.object(id).kind);
  const kernel::Rules& waiting = kernel::rules(operation.kind);
  std::string text = row.hindrance == nullptr ? "" : row.hindrance(execution, id);
  if (row.tie == nullptr || waiting.held_up_by == nullptr) return text;
  std::vector<std::string> names;
  const char* by = "";
  for (ThreadId other = 0; other < execution.thread_count(); ++other) {
    if (other == thread || !waiting.held_up_by(execution, thread, operation, other)) continue;
    names.push_back(execution.thread(other).name);
    by = row.ties[row.tie(execution, id, other)].by;
  }
  return names.empty() ? text : fmt::format("{}, {} {}", text, by, listed(names));
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

std::string sleeps_on(const Subject& subject, ThreadId thread) {
  const Execution& execution = subject.execution;
  return "sleeps on " + execution.object(execution.pending(thread).object).name;
}

// What a thread that does not sleep waits for: "for m, held by b"; "" when nothing is known of it.
std::string what_for(const Subject& subject, ThreadId thread, const char* not_started) {
  const Execution& execution = subject.execution;
  const Operation pending = execution.pending(thread);
  if (const auto source = subject.words.await(execution, thread);
      source && is_block(pending.kind)) {
    return until(subject, thread, *source);
  }
  const kernel::Rules& row = kernel::rules(pending.kind);
  if (row.waiting == nullptr) return "";
  const auto on = [&](const std::string& name, const std::string& why) {
    return fmt::format(fmt::runtime(row.waiting), name) + why;
  };
  if (row.names == kernel::Names::kThread) {
    return on(execution.thread(pending.object).name,
              execution.started(pending.object) ? "" : not_started);
  }
  const ObjectId id = row.waits == kernel::Waits::kForSecond ? pending.second : pending.object;
  return on(execution.object(id).name, hindrance(execution, id, thread, pending));
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
    const kernel::ObjectRules& row = kernel::rules(object.kind);
    const Value tie = row.tie == nullptr ? 0 : row.tie(execution, id, thread);
    if (tie == 0) continue;
    const std::string mode = row.ties[tie].mode;
    locks.push_back(mode.empty() ? object.name : fmt::format("{} ({})", object.name, mode));
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
  const auto name = subject.execution.access_name(thread, pending);
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
