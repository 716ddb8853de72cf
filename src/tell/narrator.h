// Runs one interleaving and tells it step by step.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "explore/result.h"
#include "kernel/words.h"
#include "report/report.h"
#include "tell/subject.h"

namespace heddle::tell {

// Something that was found wrong on the way, and when.
struct Happened {
  kernel::Defect defect;
  std::optional<std::size_t> step;  // index in Story::steps, the last one for what is judged at the
                                    // end; none: before any step
  std::string values;  // of the expression that it is about, at that moment; "" when there are none
};

// A local that holds what was read from memory which another thread has changed since, for as long
// as it holds it. Indices are of steps.
struct StaleLocal {
  kernel::ThreadId thread = 0;
  std::string local;
  report::Cell value;
  std::string memory;
  std::size_t read = 0;      // when it was read
  std::size_t since = 0;     // when another thread changed it
  std::size_t used = 0;      // when what the local holds was used last
  std::size_t replaced = 0;  // when the local was given another value; past the end: never
};

// An event, and the step (an index) it was in.
struct ToldEvent {
  std::size_t step = 0;
  kernel::Event event;
};

// An interleaving, told.
struct Story {
  std::vector<report::NamedValue> initial;
  std::vector<report::Step> steps;
  std::vector<kernel::ThreadId> threads;  // of each step; kNoId: the start
  std::vector<ToldEvent> events;          // in order
  std::vector<Happened> happened;         // in order of time
  std::vector<StaleLocal> stale;
  kernel::End end = kernel::End::kRunning;
  std::uint32_t preemptions = 0;
  std::string last_values;  // of the assertion that ended it
};

class Narrator {
 public:
  // `with_state`: each step also carries all memory after it, which takes much where arrays are
  // large. That of the objects it always does.
  Narrator(const Subject& subject, bool with_state) : subject_(subject), with_state_(with_state) {}

  // Leaves the execution where the path ends; the subject's words speak of this run until the next.
  Story tell(const explore::Path& path);

 private:
  void begin(const explore::Path& path);
  void tell_start(const kernel::Choices& choices);
  void tell_step(const explore::Decision& decision);
  void tell_switch(kernel::ThreadId thread, report::Step& step);
  void tell_events(const std::vector<kernel::Event>& events, kernel::ThreadId thread, bool returns,
                   report::Step& step);
  void tell_choices(const kernel::Choices& choices, const std::vector<kernel::ThreadId>& sleepers,
                    report::Step& step) const;
  void tell_locals(kernel::ThreadId thread, report::Step& step);
  void tell_stale();
  void tell_state(report::Step& step) const;
  void note_marks();
  void judge();

  Subject subject_;
  bool with_state_;
  Story story_;
  kernel::LocalLog log_;
  std::size_t assignments_told_ = 0;
  std::map<std::pair<kernel::ThreadId, std::uint32_t>, kernel::Value> locals_;  // as they are known
  std::vector<bool> marked_;  // after the step before
  // By thread, source and access: how often it has happened.
  std::map<std::tuple<kernel::ThreadId, std::uint32_t, std::string>, std::uint32_t> occurrences_;
};

}  // namespace heddle::tell
