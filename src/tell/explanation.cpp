#include "tell/explanation.h"

#include <fmt/format.h>

#include <algorithm>

#include "tell/detected.h"
#include "tell/values.h"

namespace heddle::tell {

using kernel::OperationKind;
using kernel::ThreadId;

namespace {

class Explanation {
 public:
  Explanation(const Subject& subject, const explore::Finding& finding, const Story& story,
              const std::vector<report::Next>& next)
      : subject_(subject),
        property_(subject.program.properties()[finding.defect.property]),
        finding_(finding),
        story_(story),
        next_(next),
        happened_(moment_of(subject, finding, story)) {}

  std::string text() const {
    const std::string& kind = property_.kind;
    if (!property_.sentence.empty()) return detected();
    if (kind == "leak") return allocated();
    if (kind == "livelock") return round();
    if (kind == "deadlock" || kind == "nondeterministic" || kind == "not-serializable") return "";
    if (kind == "use-after-free" || kind == "double-free") return freed();
    return acted_on();
  }

 private:
  static std::size_t number(std::size_t step) { return step + 1; }
  std::string name(ThreadId thread) const { return subject_.execution.thread(thread).name; }

  std::string detected() const {
    const DetectedRow* const row = row_of(property_.kind);
    if (row == nullptr) return "";
    return row->explanation({subject_, finding_.defect.property, story_, happened_}, next_);
  }

  std::string allocated() const {
    std::string all;
    for (const std::string& record :
         subject_.words.records(subject_.execution, finding_.defect.name)) {
      const auto step = allocation(record);
      if (!step) continue;
      const report::Step& at = story_.steps[*step];
      all += fmt::format("{}{} was made by {} in step {}{}", all.empty() ? "" : ", ", record,
                         at.thread, number(*step),
                         at.line == 0 ? "" : fmt::format(" (line {})", at.line));
    }
    return all;
  }

  // The last step that allocated the record "Node#1".
  std::optional<std::size_t> allocation(const std::string& record) const {
    const std::string address = record.substr(record.find('#') + 1);
    for (std::size_t i = story_.events.size(); i-- > 0;) {
      const auto& [step, event] = story_.events[i];
      if (event.operation.kind == OperationKind::kNew &&
          std::to_string(kernel::address_of(event.result)) == address) {
        return step;
      }
    }
    return std::nullopt;
  }

  // Who deleted the record that is used: "a uses Node#1, which b deleted in step 5 (line 25)".
  std::string freed() const {
    if (happened_ == nullptr || !happened_->step || story_.steps.empty()) return "";
    const std::size_t moment = *happened_->step;
    const report::Step& use = story_.steps[moment];
    const std::string& access = use.accesses.empty() ? use.access : use.accesses.back().text;
    const std::string memory = access.substr(access.find(' ') + 1);
    const std::string record = memory.substr(0, memory.find('.'));
    for (std::size_t i = moment + 1; i-- > 0;) {
      const report::Step& step = story_.steps[i];
      if (!deletes(step, record, i == moment)) continue;
      const std::string who = step.thread == use.thread ? "it" : step.thread;
      return fmt::format("{} {} {}, which {} deleted in step {}{}", use.thread,
                         access.starts_with("delete ") ? "deletes" : "uses", record, who, number(i),
                         step.line == 0 ? "" : fmt::format(" (line {})", step.line));
    }
    return "";
  }

  // `failing`: the last access of the step is the one that failed.
  static bool deletes(const report::Step& step, const std::string& record, bool failing) {
    const std::string access = "delete " + record;
    const auto end = step.accesses.end() - (failing && !step.accesses.empty() ? 1 : 0);
    return (!failing && step.access == access) ||
           std::any_of(step.accesses.begin(), end,
                       [&](const report::Access& each) { return each.text == access; });
  }

  std::string round() const {
    const std::size_t length = finding_.witness.path.unpack().size();
    const std::size_t begin = finding_.witness.cycle_begin;
    if (begin == 0 || length == 0) return "";
    const std::size_t first = begin - 1 + (story_.steps.size() + 1 - length);
    const std::size_t last = story_.steps.size();
    if (number(first) == last)
      return fmt::format("after step {} everything is as before it, and so on", last);
    return fmt::format("after step {} everything is as before step {}, and so on", last,
                       number(first));
  }

  // The value out of date that the thread went by when it happened.
  std::string acted_on() const {
    if (happened_ == nullptr || !happened_->step || story_.steps.empty()) return "";
    const std::size_t moment = *happened_->step;
    const bool at_end = property_.kind == "final";
    const StaleLocal* found = nullptr;
    for (const StaleLocal& stale : story_.stale) {
      const bool whose = at_end || stale.thread == story_.threads[moment];
      if (!whose || stale.since >= moment || stale.replaced < moment || !goes_on(stale)) continue;
      if (found == nullptr || (stale.used > stale.since && found->used <= found->since))
        found = &stale;
    }
    if (found == nullptr) return "";
    return fmt::format("{} acted on {} = {}, read in step {}, out of date since step {}",
                       name(found->thread), found->local, tell::text(found->value),
                       number(found->read), number(found->since));
  }

  // The thread did something after its value was out of date, and had used it.
  bool goes_on(const StaleLocal& stale) const {
    if (stale.used < stale.read) return false;
    for (std::size_t i = stale.since + 1; i < story_.threads.size(); ++i)
      if (story_.threads[i] == stale.thread) return true;
    return false;
  }

  const Subject& subject_;
  const kernel::Property& property_;
  const explore::Finding& finding_;
  const Story& story_;
  const std::vector<report::Next>& next_;
  const Happened* happened_;
};

}  // namespace

std::string explanation(const Subject& subject, const explore::Finding& finding, const Story& story,
                        const std::vector<report::Next>& next) {
  return Explanation(subject, finding, story, next).text();
}

}  // namespace heddle::tell
