#include "tell/messages.h"

#include <fmt/format.h>

#include <algorithm>

#include "explore/end_classes.h"
#include "tell/detected.h"
#include "tell/objects.h"
#include "tell/values.h"

namespace heddle::tell {

using kernel::Operation;
using kernel::OperationKind;
using kernel::ThreadId;

namespace {

std::string outcome_text(const Subject& subject, const explore::Outcome& outcome) {
  std::string all = text(current_values(subject));
  for (std::uint32_t i = 0; i < outcome.flags.size(); ++i) {
    if (outcome.flags[i]) all += (all.empty() ? "" : ", ") + subject.words.flag(i);
  }
  return all.empty() ? "nothing to tell" : all;
}

// Threads that have not finished and must, and cannot go on: those that the name of the deadlock
// is about, or all.
std::vector<ThreadId> blocked_threads(const Subject& subject, const std::string& name) {
  const kernel::Execution& execution = subject.execution;
  std::vector<ThreadId> all;
  std::vector<ThreadId> named;
  for (ThreadId thread = 0; thread < execution.thread_count(); ++thread) {
    if (execution.pending(thread).kind == OperationKind::kNone) continue;
    const std::string entry = waits_name(subject, thread);
    const auto at = (", " + name + ", ").find(", " + entry + ", ");
    if (at != std::string::npos) named.push_back(thread);
    if (!execution.thread(thread).background) all.push_back(thread);
  }
  return named.empty() ? all : named;
}

// The statement in quotes; of an `assert` without its text, which is the finding's name. A `fail`
// is all text, and has quotes of its own.
std::string quoted_statement(const std::string& statement) {
  const auto text = statement.find('"');
  if (text == std::string::npos) return '"' + statement + '"';
  if (statement.starts_with("fail")) return statement;
  const auto end = statement.find_last_not_of(" :", text - 1);
  return '"' + statement.substr(0, end + 1) + '"';
}

class Message {
 public:
  Message(const Subject& subject, const explore::Result& result, const explore::Finding& finding,
          const Story& story)
      : subject_(subject),
        execution_(subject.execution),
        result_(result),
        property_(subject.program.properties()[finding.defect.property]),
        finding_(finding),
        story_(story),
        happened_(moment_of(subject, finding, story)) {}

  std::string text() {
    const std::string& kind = property_.kind;
    if (kind == "flag") return fmt::format("{} raises the flag {}", who(), property_.name);
    if (!property_.sentence.empty()) return detected();
    if (kind == "invariant")
      return condition(happened_ && !happened_->step ? "from the start on" : "always");
    if (kind == "final") return condition("at the end");
    if (kind == "not-serializable") return not_serializable();
    if (kind == "nondeterministic") {
      return fmt::format("completes with {}, but other orders complete with other values",
                         values_now());
    }
    if (kind == "deadlock") return deadlock();
    if (kind == "livelock") return livelock();
    if (kind == "leak") return leak();
    return fault();
  }

 private:
  const report::Step* step() const {
    if (happened_ == nullptr || !happened_->step || story_.steps.empty()) return nullptr;
    return &story_.steps[*happened_->step];
  }

  std::string who() const {
    const report::Step* const at = step();
    return at == nullptr || at->thread.empty() ? "the start" : at->thread;
  }

  std::string condition(const char* when) const {
    const std::string values = happened_ == nullptr ? "" : happened_->values;
    const bool always = std::string_view(when) == "always";
    return fmt::format("\"{}\" does not {}hold{}: {} is false{}", property_.name,
                       always ? "always " : "", always ? "" : std::string(" ") + when,
                       subject_.words.expression(finding_.defect.property),
                       values.empty() ? "" : ": " + values);
  }

  std::string values_now() const {
    const std::string values = tell::text(current_values(subject_));
    return values.empty() ? "no variables" : values;
  }

  std::string detected() const {
    const DetectedRow* const row = row_of(property_.kind);
    if (row == nullptr) return property_.sentence;
    std::string more = row->message({subject_, finding_.defect.property, story_, happened_});
    return more.empty() ? property_.sentence : more;
  }

  std::string not_serializable() const {
    if (result_.never_ends) {
      return fmt::format(
          "no serial order completes: the transaction of {} cannot end while no other thread runs",
          name(*result_.never_ends));
    }
    const auto outcome = explore::outcome_of(subject_.run, kernel::End::kCompleted);
    return fmt::format("completes with {}, as no serial order of the transactions does",
                       outcome_text(subject_, outcome));
  }

  std::string deadlock() const {
    std::string all;
    for (const ThreadId thread : blocked_threads(subject_, finding_.defect.name))
      all += (all.empty() ? "" : "; ") + name(thread) + " " + waits(subject_, thread);
    return all;
  }

  std::string livelock() const {
    std::vector<std::string> threads;
    const std::size_t skipped =
        story_.steps.size() + 1 - std::min(story_.steps.size() + 1, path_steps());
    const std::size_t begin = finding_.witness.cycle_begin;
    for (std::size_t i = begin == 0 ? 0 : begin - 1 + skipped; i < story_.steps.size(); ++i) {
      const std::string& thread = story_.steps[i].thread;
      if (!thread.empty() && std::find(threads.begin(), threads.end(), thread) == threads.end())
        threads.push_back(thread);
    }
    return fmt::format("{} can go on for ever, and no end can be reached any more",
                       threads.empty() ? "the program" : listed(threads));
  }

  std::size_t path_steps() const { return finding_.witness.path.unpack().size(); }

  std::string leak() const {
    const auto records = subject_.words.records(execution_, finding_.defect.name);
    return fmt::format("{} {} never freed", listed(records), records.size() == 1 ? "is" : "are");
  }

  std::string fault() const {
    const report::Step* const at = step();
    if (at == nullptr || at->thread.empty())
      return fmt::format("a thread fails as it starts ({})", property_.kind);
    const kernel::Place place = subject_.words.place(execution_.failed_at());
    std::string where = fmt::format(
        "{}{}: {}", at->thread, place.line == 0 ? "" : fmt::format(" in line {}", place.line),
        place.source.empty() ? at->access : quoted_statement(place.source));
    if (const char* detail = execution_.fault_detail())
      return fmt::format("{} ({})", where, detail);
    switch (execution_.fault()) {
      case kernel::Fault::kUseAfterFree:
        return fmt::format("{} uses a record that was freed ({})", where, last_access(*at));
      case kernel::Fault::kDoubleFree:
        return fmt::format("{} frees a record that was freed already ({})", where,
                           last_access(*at));
      case kernel::Fault::kNullDereference:
        return fmt::format("{} follows null ({})", where, last_access(*at));
      case kernel::Fault::kOutOfBounds:
        return fmt::format("{} uses an index that is out of bounds ({})", where, last_access(*at));
      case kernel::Fault::kOverflow:
        return where + " overflows";
      case kernel::Fault::kDivisionByZero:
        return where + " divides by zero";
      case kernel::Fault::kAssertion: {
        if (place.source.starts_with("fail")) return where;
        const std::string& values = story_.last_values;
        return fmt::format("{} fails{}", where, values.empty() ? "" : ": " + values);
      }
      default:
        return fmt::format("{} ({})", where, property_.kind);
    }
  }

  static std::string last_access(const report::Step& step) {
    return step.accesses.empty() ? step.access : step.accesses.back().text;
  }

  std::string name(ThreadId thread) const { return execution_.thread(thread).name; }

  const Subject& subject_;
  kernel::Execution& execution_;
  const explore::Result& result_;
  const kernel::Property& property_;
  const explore::Finding& finding_;
  const Story& story_;
  const Happened* happened_;
};

}  // namespace

std::string message(const Subject& subject, const explore::Result& result,
                    const explore::Finding& finding, const Story& story) {
  return Message(subject, result, finding, story).text();
}

const Happened* moment_of(const Subject&, const explore::Finding& finding, const Story& story) {
  const auto found =
      std::find_if(story.happened.begin(), story.happened.end(), [&](const Happened& each) {
        return each.defect.property == finding.defect.property &&
               each.defect.name == finding.defect.name;
      });
  return found == story.happened.end() ? nullptr : &*found;
}

std::vector<report::Next> next_of(const Subject& subject, const explore::Finding& finding) {
  const kernel::Property& property = subject.program.properties()[finding.defect.property];
  std::vector<report::Next> all;
  if (property.kind == "deadlock") {
    for (const ThreadId thread : blocked_threads(subject, finding.defect.name)) {
      all.push_back(next(subject, thread));
      all.back().waits = waits(subject, thread);
    }
  } else if (const DetectedRow* const row = row_of(property.kind); row && row->next != nullptr) {
    all = row->next(subject, finding.defect.property);
  }
  return all;
}

}  // namespace heddle::tell
