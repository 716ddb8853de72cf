#include "cli/messages.h"

#include <fmt/format.h>

#include <algorithm>

#include "detect/data_race.h"
#include "explore/state_search.h"

namespace heddle::cli {

using kernel::Operation;
using kernel::OperationKind;
using kernel::ThreadId;
using kernel::Value;

namespace {

std::string values_text(const std::vector<report::NamedValue>& values) {
  constexpr std::size_t kCellsMax = 8;
  std::string text;
  for (const auto& value : values) {
    std::string cells;
    for (std::size_t i = 0; i < value.cells.size() && i < kCellsMax; ++i) {
      if (i > 0) cells += ", ";
      const auto& cell = value.cells[i];
      cells += cell.pointer ? (cell.value == 0 ? "null" : fmt::format("#{}", cell.value))
                            : std::to_string(cell.value);
    }
    if (value.cells.size() > kCellsMax) cells += ", ...";
    text += fmt::format(fmt::runtime(value.array ? "{}{} = [{}]" : "{}{} = {}"),
                        text.empty() ? "" : ", ", value.name, cells);
  }
  return text;
}

std::string outcome_text(const Session& session, const explore::Outcome& outcome) {
  std::string text = values_text(named_values(session.scenario, outcome.values));
  for (std::size_t i = 0; i < outcome.flags.size(); ++i) {
    if (outcome.flags[i]) text += (text.empty() ? "" : ", ") + session.scenario.flags[i];
  }
  return text.empty() ? "nothing to tell" : text;
}

class Message {
 public:
  Message(Session& session, const explore::Result& result, const explore::Finding& finding,
          const Narrator& narrator, const Story& story)
      : session_(session),
        execution_(session.execution),
        result_(result),
        property_(session.machine.properties()[finding.defect.property]),
        finding_(finding),
        narrator_(narrator),
        story_(story) {}

  std::string text() {
    const std::string& kind = property_.kind;
    if (kind == "flag") return fmt::format("{} raises the flag {}", step_thread(), property_.name);
    if (kind == "lost-update") return lost_update();
    if (kind == "data-race") return data_race();
    if (kind == "invariant") {
      return fmt::format("\"{}\" does not always hold: {}", property_.name,
                         expression(session_.scenario.check.always));
    }
    if (kind == "final") {
      return fmt::format("\"{}\" does not hold at the end: {}", property_.name,
                         expression(session_.scenario.check.finally));
    }
    if (kind == "not-serializable") return not_serializable();
    if (kind == "nondeterministic") return nondeterministic();
    if (kind == "deadlock") return deadlock();
    if (kind == "livelock") return livelock();
    if (kind == "leak") return leak();
    return fault();
  }

 private:
  const report::Step* step() const {
    for (const auto& [defect, index] : story_.happened) {
      if (defect == finding_.defect && index < story_.steps.size()) return &story_.steps[index];
    }
    return nullptr;
  }

  std::string step_thread() const {
    const report::Step* at = step();
    return at == nullptr || at->thread.empty() ? "the start" : at->thread;
  }

  std::string expression(const std::vector<scenario::Condition>& conditions) const {
    for (const auto& condition : conditions) {
      if (condition.text == property_.name) {
        return fmt::format("{} is false with {}", condition.expression, values_now());
      }
    }
    return "";
  }

  std::string values_now() const {
    const std::string text = values_text(named_values(session_.scenario, current_values(session_)));
    return text.empty() ? "no variables" : text;
  }

  // The write that lost it, and the change of another thread that it lost.
  std::string lost_update() const {
    std::size_t at = 0;
    for (const auto& [defect, index] : story_.happened) {
      if (defect == finding_.defect) at = index;
    }
    const bool has_start = !story_.steps.empty() && story_.steps.front().thread.empty();
    const std::size_t step = at - (has_start ? 1 : 0);
    const auto& events = narrator_.events();
    for (std::size_t i = events.size(); i-- > 0;) {
      const auto& [event_step, event] = events[i];
      if (event_step != step || event.operation.kind != OperationKind::kWrite || !event.wrote) {
        continue;
      }
      for (std::size_t k = i; k-- > 0;) {
        const auto& other = events[k].event;
        const bool changed = other.wrote && other.operation.cell == event.operation.cell &&
                             !same_value(other.operation, other.before, other.after);
        if (!changed || other.thread == event.thread) continue;
        const std::string what = session_.machine.memory_text(event.operation);
        return fmt::format("{} writes {} without having seen what {} wrote to it since {} read it",
                           name(event.thread), what, name(other.thread), name(event.thread));
      }
    }
    return fmt::format("an update of {} is lost", property_.name);
  }

  std::string data_race() {
    explore::Expansion expansion(execution_, session_.machine);
    expansion.look();
    std::string touching;
    std::vector<std::string> found;
    for (const auto& [thread, operation] : expansion.enabled()) {
      std::vector<std::uint32_t> cells;
      touched_cells(thread, operation, cells);
      const bool touches = std::any_of(cells.begin(), cells.end(), [&](std::uint32_t cell) {
        return session_.machine.memory_name(execution_, cell) == property_.memory;
      });
      if (touches) {
        found.push_back(fmt::format("{} ({})", name(thread),
                                    session_.machine.access_text(execution_, operation)));
      }
    }
    for (std::size_t i = 0; i < found.size(); ++i) {
      touching += (i == 0 ? "" : i + 1 == found.size() ? " and " : ", ") + found[i];
    }
    return fmt::format("{} can access {} at the same time, and nothing orders them", touching,
                       property_.name);
  }

  void touched_cells(ThreadId thread, const Operation& operation,
                     std::vector<std::uint32_t>& cells) {
    if (operation.fault != kernel::Fault::kNone) return;
    if (is_memory(operation.kind)) cells.push_back(operation.cell);
    if (operation.kind == OperationKind::kDelete) {
      session_.machine.deleted_cells(execution_, operation, cells);
    }
    if (operation.kind == OperationKind::kAtomic || operation.kind == OperationKind::kAwait) {
      std::vector<kernel::Execution::Touch> touches;
      execution_.footprint(thread, touches);
      for (const auto& touch : touches) cells.push_back(touch.cell);
    }
  }

  std::string not_serializable() const {
    if (result_.never_ends) {
      return fmt::format(
          "no serial order completes: the transaction of {} cannot end while no other thread runs",
          name(*result_.never_ends));
    }
    const auto outcome = explore::outcome_of(execution_, session_.machine, kernel::End::kCompleted);
    return fmt::format("completes with {}, as no serial order of the transactions does",
                       outcome_text(session_, outcome));
  }

  std::string nondeterministic() const {
    return fmt::format("completes with {}, but other orders complete with other values",
                       values_now());
  }

  std::string deadlock() const {
    std::string text;
    for (ThreadId thread = 0; thread < execution_.thread_count(); ++thread) {
      const Operation pending = execution_.pending(thread);
      if (pending.kind == OperationKind::kNone) continue;
      if (execution_.thread(thread).background) continue;
      text += (text.empty() ? "" : "; ") + waits(thread, pending);
    }
    return text;
  }

  std::string waits(ThreadId thread, const Operation& pending) const {
    using enum OperationKind;
    const auto object = [&](kernel::ObjectId id) { return execution_.object(id).name; };
    const auto held = [&](kernel::ObjectId id) {
      const Value holder = execution_.word(execution_.object(id).word);
      return holder == 0 ? std::string() : ", held by " + name(static_cast<ThreadId>(holder - 1));
    };
    const std::string who = name(thread);
    switch (pending.kind) {
      case kLock:
        return fmt::format("{} waits for {}{}", who, object(pending.object), held(pending.object));
      case kReadLock:
      case kWriteLock:
        return fmt::format("{} waits to enter {}", who, object(pending.object));
      case kRelock:
        if (execution_.status(thread) == kernel::Execution::kAsleep) {
          return fmt::format("{} sleeps on {} and nobody will notify it", who,
                             object(pending.object));
        }
        return fmt::format("{} waits to take {} again{}", who, object(pending.second),
                           held(pending.second));
      case kAcquire:
        return fmt::format("{} waits for {}, which is at 0", who, object(pending.object));
      case kArrive:
        return fmt::format("{} waits at {} for the others", who, object(pending.object));
      case kSend:
        return fmt::format("{} waits to send to {}, which is full", who, object(pending.object));
      case kReceive:
        return fmt::format("{} waits to receive from {}, which is empty", who,
                           object(pending.object));
      case kJoin:
        return fmt::format("{} waits for the end of {}", who,
                           execution_.thread(pending.object).name);
      default: {
        const auto at = session_.machine.access_name(execution_, thread, pending);
        return fmt::format("{} waits at \"{}\"", who, session_.scenario.sources[at.source].text);
      }
    }
  }

  std::string livelock() const {
    std::vector<std::string> threads;
    for (std::size_t i = 0; i < story_.steps.size(); ++i) {
      if (i + 1 < finding_.witness.cycle_begin) continue;
      const std::string& thread = story_.steps[i].thread;
      if (thread.empty()) continue;
      if (std::find(threads.begin(), threads.end(), thread) == threads.end()) {
        threads.push_back(thread);
      }
    }
    std::string text;
    for (std::size_t i = 0; i < threads.size(); ++i) {
      text += (i == 0 ? "" : i + 1 == threads.size() ? " and " : ", ") + threads[i];
    }
    return fmt::format("{} can go on for ever, and no end can be reached any more", text);
  }

  std::string leak() const {
    const auto stride = session_.program.record_words;
    const std::uint32_t begin = execution_.heap_begin();
    std::string text;
    for (std::uint32_t at = 0; at < execution_.heap_size(); at += stride) {
      const Value type = execution_.word(begin + at);
      if (type == 0) continue;
      text += fmt::format("{}{}#{}", text.empty() ? "" : ", ",
                          session_.program.records[static_cast<std::size_t>(type) - 1].name,
                          at / stride + 1);
    }
    return fmt::format("{} was never freed", text);
  }

  std::string fault() const {
    const report::Step* at = step();
    if (at == nullptr || at->thread.empty()) {
      return fmt::format("a thread fails as it starts ({})", property_.kind);
    }
    const std::string where = fmt::format("{} at \"{}\"", at->thread, at->source);
    if (const char* detail = execution_.fault_detail()) {
      return fmt::format("{} {} ({})", at->thread, detail, at->access);
    }
    switch (execution_.fault()) {
      case kernel::Fault::kUseAfterFree:
        return fmt::format("{} uses a record that was freed ({})", where, last_access(*at));
      case kernel::Fault::kDoubleFree:
        return fmt::format("{} frees a record that was freed already", where);
      case kernel::Fault::kNullDereference:
        return fmt::format("{} follows null ({})", where, last_access(*at));
      case kernel::Fault::kOutOfBounds:
        return fmt::format("{} uses an index that is out of bounds ({})", where, last_access(*at));
      case kernel::Fault::kOverflow:
        return local_fault(*at, "overflows");
      case kernel::Fault::kDivisionByZero:
        return local_fault(*at, "divides by zero");
      case kernel::Fault::kAssertion:
        return local_fault(*at, "fails");
      default:
        return fmt::format("{} ({})", where, property_.kind);
    }
  }

  static std::string last_access(const report::Step& step) {
    return step.accesses.empty() ? step.access : step.accesses.back().text;
  }

  // A fault in the local work after an access, or at an indivisible operation.
  std::string local_fault(const report::Step& at, const char* what) const {
    const std::string& text = session_.scenario.sources[execution_.failed_at()].text;
    return fmt::format("{}: \"{}\" {}", at.thread, text, what);
  }

  std::string name(ThreadId thread) const { return execution_.thread(thread).name; }

  Session& session_;
  kernel::Execution& execution_;
  const explore::Result& result_;
  const kernel::Property& property_;
  const explore::Finding& finding_;
  const Narrator& narrator_;
  const Story& story_;
};

}  // namespace

std::string message(Session& session, const explore::Result& result,
                    const explore::Finding& finding, const Narrator& narrator, const Story& story) {
  return Message(session, result, finding, narrator, story).text();
}

}  // namespace heddle::cli
