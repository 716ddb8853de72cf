// Runs one interleaving and tells it step by step.
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "cli/session.h"
#include "explore/result.h"
#include "report/report.h"

namespace heddle::cli {

// An interleaving, told.
struct Story {
  std::vector<report::NamedValue> initial;
  std::vector<report::Step> steps;
  // By defect: the step (index in `steps`) at which it happened; the last one for what is judged
  // at the end. Only those that happened.
  std::vector<std::pair<kernel::Defect, std::size_t>> happened;
  kernel::End end = kernel::End::kRunning;
};

class Narrator {
 public:
  // `with_state`: each step also carries the state after it.
  Narrator(Session& session, bool with_state) : session_(session), with_state_(with_state) {}

  // Leaves the execution where the path ends.
  Story tell(const explore::Path& path);

  // What every event of the last told path was, in order, with the step (index, from 0) it was in.
  struct ToldEvent {
    std::size_t step = 0;
    kernel::Event event;
  };
  const std::vector<ToldEvent>& events() const { return told_; }

 private:
  report::Step tell_step(const explore::Decision& decision, std::size_t index);
  void tell_events(const std::vector<kernel::Event>& events, report::Step& step) const;
  void note_marks(std::size_t step, Story& story);
  void tell_choices(const kernel::Choices& choices, const std::vector<kernel::ThreadId>& sleepers,
                    report::Step& step) const;
  void tell_state(report::Step& step) const;
  std::vector<bool> marks() const;

  Session& session_;
  bool with_state_;
  std::vector<ToldEvent> told_;
  std::vector<bool> marked_;  // after the step before
  // By thread, source and access: how often it has happened.
  std::map<std::tuple<kernel::ThreadId, std::uint32_t, std::string>, std::uint32_t> occurrences_;
};

// Values of shared and atomic variables in the state the execution is in, cell by cell; of pointers
// the address.
std::vector<kernel::Value> current_values(const Session& session);

// The same with their names; `values` cell by cell.
std::vector<report::NamedValue> named_values(const scenario::Scenario& scenario,
                                             const std::vector<kernel::Value>& values);

// "m" -> "held by a", and so on, for each synchronisation object that is not as at the start.
std::vector<std::pair<std::string, std::string>> object_states(Session& session);

}  // namespace heddle::cli
