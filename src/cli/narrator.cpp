#include "cli/narrator.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "explore/end_classes.h"
#include "explore/state_search.h"
#include "kernel/objects/condition.h"
#include "kernel/objects/rw_lock.h"

namespace heddle::cli {

using kernel::Event;
using kernel::Operation;
using kernel::OperationKind;
using kernel::ThreadId;
using kernel::Value;

namespace {

report::Cell cell(const Operation& operation, Value value) {
  return operation.pointer ? report::Cell{kernel::address_of(value), true}
                           : report::Cell{value, false};
}

// What an access read, wrote or returned.
std::optional<report::Cell> value_of(const Event& event, bool returns) {
  const Operation& operation = event.operation;
  if (operation.fault != kernel::Fault::kNone) return std::nullopt;
  switch (operation.kind) {
    case OperationKind::kRead:
    case OperationKind::kWrite:
      return cell(operation, event.result);
    case OperationKind::kUpdate:
      if (operation.update == kernel::UpdateKind::kCompareAndSwap)
        return report::Cell{event.result};
      return cell(operation, returns ? event.before : event.after);
    case OperationKind::kTryLock:
    case OperationKind::kReceive:
      return report::Cell{event.result};
    case OperationKind::kSend:
      return report::Cell{operation.argument};
    case OperationKind::kNew:
      return report::Cell{kernel::address_of(event.result), true};
    default:
      return std::nullopt;
  }
}

}  // namespace

std::vector<report::NamedValue> named_values(const scenario::Scenario& scenario,
                                             const std::vector<Value>& values) {
  std::vector<report::NamedValue> named;
  std::size_t next = 0;
  for (const auto& variable : scenario.variables) {
    report::NamedValue value{.name = variable.name, .array = variable.is_array, .cells = {}};
    for (std::size_t i = 0; i < variable.initial.size(); ++i) {
      value.cells.push_back({values[next++], variable.type.is_pointer()});
    }
    named.push_back(std::move(value));
  }
  return named;
}

std::vector<Value> current_values(const Session& session) {
  std::vector<Value> values;
  for (std::size_t i = 0; i < session.scenario.variables.size(); ++i) {
    const kernel::Object& object = session.execution.object(static_cast<kernel::ObjectId>(i));
    for (std::uint32_t cell = 0; cell < object.size; ++cell) {
      const Value word = session.execution.word(object.word + cell);
      const bool pointer = session.scenario.variables[i].type.is_pointer();
      values.push_back(pointer ? kernel::address_of(word) : word);
    }
  }
  return values;
}

std::vector<bool> Narrator::marks() const {
  std::vector<bool> marks;
  for (std::uint32_t i = 0; i < session_.machine.mark_count(); ++i) {
    marks.push_back(session_.execution.marked(i));
  }
  return marks;
}

// Properties and flags that the last step has marked.
void Narrator::note_marks(std::size_t step, Story& story) {
  const auto& properties = session_.machine.properties();
  const std::vector<bool> now = marks();
  for (std::uint32_t i = 0; i < properties.size(); ++i) {
    const std::uint32_t mark = properties[i].mark;
    if (mark != kernel::kNoId && now[mark] && !marked_[mark])
      story.happened.push_back({{.property = i}, step});
  }
  for (std::uint32_t flag = 0; flag < session_.machine.flag_count(); ++flag) {
    if (!now[flag] || marked_[flag] || story.steps.empty()) continue;
    story.steps.back().flags_raised.push_back(session_.scenario.flags[flag]);
  }
  marked_ = now;
}

Story Narrator::tell(const explore::Path& path) {
  auto& execution = session_.execution;
  told_.clear();
  occurrences_.clear();
  marked_.assign(session_.machine.mark_count(), false);
  Story story;
  kernel::Choices choices;
  choices.taken = path.front().choices;
  execution.restart(choices);
  story.initial = named_values(session_.scenario, current_values(session_));
  if (!choices.taken.empty()) {
    report::Step start;
    start.access = "start";
    tell_choices(choices, {}, start);
    if (with_state_) tell_state(start);
    story.steps.push_back(std::move(start));
  }
  note_marks(0, story);
  for (std::size_t i = 1; i < path.size(); ++i) {
    story.steps.push_back(tell_step(path[i], story.steps.size()));
    note_marks(story.steps.size() - 1, story);
  }
  explore::Expansion expansion(execution, session_.machine);
  expansion.look();
  story.end = expansion.end();
  std::vector<kernel::Defect> judged;
  session_.machine.judge(execution, story.end, judged);
  const std::size_t last = story.steps.empty() ? 0 : story.steps.size() - 1;
  for (const kernel::Defect& each : judged) story.happened.push_back({each, last});
  return story;
}

report::Step Narrator::tell_step(const explore::Decision& decision, std::size_t index) {
  auto& execution = session_.execution;
  const Operation operation = execution.pending(decision.thread);
  const auto name = session_.machine.access_name(execution, decision.thread, operation);
  const auto& source = session_.scenario.sources[name.source];
  report::Step step;
  step.thread = execution.thread(decision.thread).name;
  step.pointer = source.pointer;
  step.source = source.text;
  step.access = name.text;
  step.occurrence = ++occurrences_[{decision.thread, name.source, name.text}];
  std::vector<ThreadId> sleepers;
  if (operation.kind == OperationKind::kNotify && operation.fault == kernel::Fault::kNone) {
    sleepers = kernel::condition::sleepers(execution, operation.object);
  }
  const bool returns = session_.machine.parked_at(execution, decision.thread).dst != vm::kNoIndex;
  kernel::Choices choices;
  choices.taken = decision.choices;
  std::vector<Event> events;
  execution.record(&events);
  execution.step(decision.thread, operation, choices);
  execution.record(nullptr);
  for (const Event& event : events) {
    told_.push_back({index, event});
    if (!event.nested && event.thread == decision.thread) step.value = value_of(event, returns);
  }
  tell_events(events, step);
  tell_choices(choices, sleepers, step);
  if (with_state_) tell_state(step);
  return step;
}

void Narrator::tell_events(const std::vector<Event>& events, report::Step& step) const {
  for (const Event& event : events) {
    if (event.nested) {
      step.accesses.push_back({session_.machine.access_text(session_.execution, event.operation),
                               value_of(event, true)});
    }
    if (!is_memory(event.operation.kind) || !event.wrote || event.before == event.after) continue;
    step.changes.push_back({session_.machine.memory_text(event.operation),
                            cell(event.operation, event.before),
                            cell(event.operation, event.after)});
  }
}

void Narrator::tell_choices(const kernel::Choices& choices, const std::vector<ThreadId>& sleepers,
                            report::Step& step) const {
  for (std::size_t i = 0; i < choices.taken.size(); ++i) {
    report::Choice choice;
    choice.alternative = choices.taken[i] + 1;
    choice.alternatives = choices.alternatives[i];
    if (i == 0 && !sleepers.empty()) {
      choice.sleeper = session_.execution.thread(sleepers[choices.taken[i]]).name;
    } else {
      choice.thread = session_.execution.thread(choices.threads[i]).name;
    }
    step.choices.push_back(std::move(choice));
  }
}

void Narrator::tell_state(report::Step& step) const {
  step.state = named_values(session_.scenario, current_values(session_));
  step.objects = object_states(session_);
}

namespace {

// Texts with commas between them.
class Texts {
 public:
  void add(const std::string& text) { all_ += (all_.empty() ? "" : ", ") + text; }
  const std::string& all() const { return all_; }

 private:
  std::string all_;
};

std::string rw_lock_state(const kernel::Execution& execution, kernel::ObjectId id) {
  Texts texts;
  for (ThreadId thread = 0; thread < execution.thread_count(); ++thread) {
    const std::string& name = execution.thread(thread).name;
    if (kernel::rw_lock::writes(execution, id, thread)) texts.add("written by " + name);
    if (kernel::rw_lock::reads(execution, id, thread)) texts.add("read by " + name);
  }
  return texts.all();
}

std::string condition_state(kernel::Execution& execution, kernel::ObjectId id) {
  Texts texts;
  for (const ThreadId sleeper : kernel::condition::sleepers(execution, id)) {
    texts.add(execution.thread(sleeper).name + " sleeps");
  }
  return texts.all();
}

std::string channel_state(const kernel::Execution& execution, std::uint32_t word) {
  Texts texts;
  const auto count = static_cast<std::uint32_t>(execution.word(word));
  for (std::uint32_t i = 1; i <= count; ++i) texts.add(std::to_string(execution.word(word + i)));
  return count == 0 ? "" : fmt::format("[{}]", texts.all());
}

// How an object stands; "" when there is nothing to say.
std::string object_state(kernel::Execution& execution, kernel::ObjectId id) {
  using kernel::ObjectKind;
  const kernel::Object& object = execution.object(id);
  switch (object.kind) {
    case ObjectKind::kMemory:
      return "";
    case ObjectKind::kMutex: {
      const Value holder = execution.word(object.word);
      return holder == 0 ? ""
                         : "held by " + execution.thread(static_cast<ThreadId>(holder - 1)).name;
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

}  // namespace

std::vector<std::pair<std::string, std::string>> object_states(Session& session) {
  std::vector<std::pair<std::string, std::string>> states;
  for (kernel::ObjectId id = 0; id < session.execution.object_count(); ++id) {
    std::string state = object_state(session.execution, id);
    if (!state.empty()) states.push_back({session.execution.object(id).name, std::move(state)});
  }
  return states;
}

}  // namespace heddle::cli
