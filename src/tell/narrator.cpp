#include "tell/narrator.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "explore/expansion.h"
#include "kernel/objects/condition.h"
#include "kernel/rules.h"
#include "tell/objects.h"
#include "tell/stale.h"
#include "tell/values.h"

namespace heddle::tell {

using kernel::Event;
using kernel::kNoId;
using kernel::Operation;
using kernel::OperationKind;
using kernel::ThreadId;
using kernel::Value;

namespace {

bool swaps(const Operation& operation) {
  return operation.kind == OperationKind::kUpdate &&
         operation.update == kernel::UpdateKind::kCompareAndSwap;
}

// What an access read, wrote or returned. `returns`: what an update gives goes somewhere.
std::optional<report::Cell> value_of(const Event& event, bool returns) {
  const Operation& operation = event.operation;
  if (operation.fault != kernel::Fault::kNone) return std::nullopt;
  switch (kernel::rules(operation.kind).shows) {
    case kernel::Shows::kNothing:
      return std::nullopt;
    case kernel::Shows::kArgument:
      return report::Cell{operation.argument};
    case kernel::Shows::kResult:
      return report::Cell{event.result};
    case kernel::Shows::kContent:
      return cell(event.result, operation.pointer);
    case kernel::Shows::kChange:
      if (swaps(operation)) return report::Cell{event.result};
      if (!event.wrote) return std::nullopt;  // it failed
      return cell(returns ? event.before : event.after, operation.pointer);
    case kernel::Shows::kAddress:
      return cell(event.result, true);
  }
  __builtin_unreachable();
}

// Why an access had no effect: "is 7, not 1".
std::string remark_of(const Event& event) {
  const Operation& operation = event.operation;
  if (!swaps(operation) || event.wrote || operation.fault != kernel::Fault::kNone) return "";
  return "is " + text(cell(event.before, operation.pointer)) + ", not " +
         text(cell(operation.argument, operation.pointer));
}

}  // namespace

Story Narrator::tell(const explore::Path& path) {
  begin(path);
  for (std::size_t i = 1; i < path.size(); ++i) {
    tell_step(path[i]);
    note_marks();
  }
  judge();
  tell_stale();
  return std::move(story_);
}

void Narrator::begin(const explore::Path& path) {
  story_ = {};
  log_ = {};
  assignments_told_ = 0;
  locals_.clear();
  occurrences_.clear();
  marked_.assign(subject_.execution.mark_words() * std::size_t{63}, false);
  subject_.words.listen(&log_);
  kernel::Choices choices;
  choices.taken = path.front().choices;
  subject_.execution.restart(choices);
  story_.initial = current_values(subject_);
  if (!choices.taken.empty()) tell_start(choices);
  for (const auto& assignment : log_.assignments)
    locals_[{assignment.thread, assignment.local}] = assignment.value;
  assignments_told_ = log_.assignments.size();
  note_marks();
}

void Narrator::tell_start(const kernel::Choices& choices) {
  report::Step start;
  start.access = "start";
  tell_choices(choices, {}, start);
  tell_state(start);
  story_.steps.push_back(std::move(start));
  story_.threads.push_back(kNoId);
}

void Narrator::tell_step(const explore::Decision& decision) {
  auto& execution = subject_.execution;
  const ThreadId thread = decision.thread;
  const Operation operation = execution.pending(thread);
  CHECK(execution.enabled(thread, operation));
  const auto name = execution.access_name(thread, operation);
  const kernel::Place place = subject_.words.place(name.source);
  report::Step step;
  step.thread = execution.thread(thread).name;
  step.pointer = place.pointer;
  step.line = place.line;
  step.column = place.column;
  step.statement = place.statement;
  step.source = place.source;
  step.access = name.text;
  step.occurrence = ++occurrences_[{thread, name.source, name.text}];
  tell_switch(thread, step);
  std::vector<ThreadId> sleepers;
  if (kernel::rules(operation.kind).chooses && operation.fault == kernel::Fault::kNone)
    sleepers = kernel::condition::sleepers(execution, operation.object);
  const bool of_code = !execution.is_agent(thread);
  const bool returns = of_code && subject_.words.returns(execution, thread);
  kernel::Choices choices;
  choices.taken = decision.choices;
  log_.step = story_.steps.size();
  log_.returned.clear();
  if (of_code) subject_.words.begin_step(execution, thread);
  std::vector<Event> events;
  execution.record(&events);
  execution.step(thread, operation, choices);
  execution.record(nullptr);
  tell_events(events, thread, returns, step);
  tell_choices(choices, sleepers, step);
  tell_locals(thread, step);
  tell_state(step);
  story_.steps.push_back(std::move(step));
  story_.threads.push_back(thread);
}

// Why another thread goes on than the one that made the access before.
void Narrator::tell_switch(ThreadId thread, report::Step& step) {
  if (story_.threads.empty()) return;
  const ThreadId before = story_.threads.back();
  if (before == kNoId || before == thread) return;
  step.switched_from = subject_.execution.thread(before).name;
  if (subject_.execution.finished(before)) {
    step.switched = report::Switch::kEnded;
  } else if (subject_.execution.enabled(before)) {
    step.switched = report::Switch::kPreemption;
    ++story_.preemptions;
  } else {
    step.switched = report::Switch::kBlocked;
    step.waits = has_to_wait(subject_, before);
  }
}

void Narrator::tell_events(const std::vector<Event>& events, ThreadId thread, bool returns,
                           report::Step& step) {
  std::size_t updates = 0;
  for (const Event& event : events) {
    const Operation& operation = event.operation;
    story_.events.push_back({story_.steps.size(), event});
    if (event.nested) {
      bool goes_on = true;
      if (operation.kind == OperationKind::kUpdate && updates < log_.returned.size())
        goes_on = log_.returned[updates++];
      step.accesses.push_back({subject_.words.access(subject_.execution, operation),
                               value_of(event, goes_on), remark_of(event)});
    } else if (event.thread == thread) {
      step.value = value_of(event, returns);
      step.remark = remark_of(event);
    }
    if (!is_memory(operation.kind) || !event.wrote || event.before == event.after) continue;
    step.changes.push_back({subject_.words.memory(operation), cell(event.before, operation.pointer),
                            cell(event.after, operation.pointer)});
  }
}

void Narrator::tell_choices(const kernel::Choices& choices, const std::vector<ThreadId>& sleepers,
                            report::Step& step) const {
  std::size_t next = assignments_told_;
  for (std::size_t i = 0; i < choices.taken.size(); ++i) {
    report::Choice choice;
    choice.alternative = choices.taken[i] + 1;
    choice.alternatives = choices.alternatives[i];
    const ThreadId chooser = choices.threads[i];
    if (i == 0 && !sleepers.empty()) {
      choice.sleeper = subject_.execution.thread(sleepers[choices.taken[i]]).name;
    } else if (chooser != kNoId) {
      const std::string& who = subject_.execution.thread(chooser).name;
      if (who != step.thread) choice.thread = who;
      while (next < log_.assignments.size() && !log_.assignments[next].chosen) ++next;
      if (next < log_.assignments.size()) {
        const kernel::Assignment& taken = log_.assignments[next++];
        const kernel::LocalName name = subject_.words.local(taken.thread, taken.local);
        choice.local = name.name;
        choice.value = cell(taken.value, name.pointer);
      }
    }
    step.choices.push_back(std::move(choice));
  }
}

// The locals of the thread that have another value now.
void Narrator::tell_locals(ThreadId thread, report::Step& step) {
  std::map<std::uint32_t, Value> given;
  for (; assignments_told_ < log_.assignments.size(); ++assignments_told_) {
    const kernel::Assignment& each = log_.assignments[assignments_told_];
    if (each.thread == thread) {
      given[each.local] = each.value;
    } else {
      locals_[{each.thread, each.local}] = each.value;
    }
  }
  for (const auto& [local, value] : given) {
    const auto [known, is_new] = locals_.try_emplace({thread, local}, value);
    const kernel::LocalName name = subject_.words.local(thread, local);
    const report::Cell now = cell(value, name.pointer);
    const bool same = !is_new && now.value == cell(known->second, name.pointer).value;
    known->second = value;
    if (same) continue;
    auto& locals = step.locals;
    locals.erase(std::remove_if(locals.begin(), locals.end(),
                                [&](const auto& other) { return other.name == name.name; }),
                 locals.end());  // an outer one of the same name
    locals.push_back({.name = name.name, .array = false, .cells = {now}});
  }
}

void Narrator::tell_stale() {
  story_.stale = find_stale_locals(subject_, story_, log_);
  for (const StaleLocal& stale : story_.stale) {
    const std::size_t last = std::min(stale.used, stale.replaced);
    for (std::size_t i = stale.since + 1; i <= last && i < story_.steps.size(); ++i) {
      if (story_.threads[i] == stale.thread)
        story_.steps[i].stale.push_back({stale.local, stale.memory, stale.since});
    }
  }
}

void Narrator::tell_state(report::Step& step) const {
  if (with_state_) step.state = current_values(subject_);
  step.objects = object_states(subject_);
}

// Defects and flags that the last step has marked.
void Narrator::note_marks() {
  const auto& execution = subject_.execution;
  const auto& properties = subject_.program.properties();
  const auto fresh = [&](std::uint32_t mark) {
    return mark != kNoId && !marked_[mark] && execution.marked(mark);
  };
  std::optional<std::size_t> step;
  if (!story_.steps.empty()) step = story_.steps.size() - 1;
  for (std::uint32_t i = 0; i < properties.size(); ++i) {
    if (!fresh(properties[i].mark)) continue;
    story_.happened.push_back({{.property = i}, step, subject_.words.values(execution, i)});
  }
  for (std::uint32_t flag = 0; flag < subject_.program.flag_count(); ++flag) {
    if (fresh(flag) && step) story_.steps[*step].flags_raised.push_back(subject_.words.flag(flag));
  }
  for (std::uint32_t mark = 0; mark + 4 < marked_.size(); ++mark)
    marked_[mark] = execution.marked(mark);
}

void Narrator::judge() {
  explore::Expansion expansion(subject_.run);
  expansion.look();
  subject_.words.listen(nullptr);
  story_.end = expansion.end();
  if (story_.end == kernel::End::kFailed) {
    story_.last_values =
        subject_.words.assertion_values(subject_.execution, subject_.execution.failed_at());
  }
  std::vector<kernel::Defect> judged;
  subject_.program.judge(subject_.execution, story_.end, judged);
  std::optional<std::size_t> last;
  if (!story_.steps.empty()) last = story_.steps.size() - 1;
  for (kernel::Defect& defect : judged) {
    const std::string values = subject_.words.values(subject_.execution, defect.property);
    story_.happened.push_back({std::move(defect), last, values});
  }
}

}  // namespace heddle::tell
