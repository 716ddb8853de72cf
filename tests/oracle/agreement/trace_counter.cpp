#include "oracle/agreement/trace_counter.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace heddle::oracle {

namespace {

using kernel::Footprint;
using kernel::ThreadId;

class TraceCounter {
 public:
  TraceCounter(kernel::Schedulable& run, std::uint64_t max) : run_(run), left_(max) {}

  std::optional<AllRuns> run_all() {
    kernel::Choices choices;
    do {
      run_.restart(choices);
      start_ = choices.taken;
      go_on();
    } while (choices.advance());
    if (gave_up_) return std::nullopt;
    all_.traces = traces_.size();
    return std::move(all_);
  }

 private:
  struct Step {
    ThreadId thread = 0;
    std::vector<std::uint32_t> choices;
    Footprint footprint;
    // By thread: how many of its steps happen before this, or are it.
    std::map<ThreadId, std::size_t> clock;
  };

  void go_on() {
    if (gave_up_) return;
    if (steps_.size() > 1000) {
      gave_up_ = true;
      return;
    }
    const auto* const now = run_.words();
    const std::vector<kernel::Value> words = now == nullptr ? std::vector<kernel::Value>() : *now;
    bool any = false;
    const std::uint32_t threads = run_.thread_count();
    for (ThreadId thread = 0; thread < threads; ++thread) {
      if (any) go_back(words);
      if (run_.failed() || !run_.enabled(thread)) continue;
      any = true;
      kernel::Choices choices;
      bool first = true;
      do {
        if (!first) go_back(words);
        first = false;
        step(thread, choices);
        go_on();
        steps_.pop_back();
      } while (choices.advance());
    }
    if (!any) end();
  }

  void go_back(const std::vector<kernel::Value>& words) {
    if (run_.words() != nullptr) return run_.restore(words);
    kernel::Choices choices;
    choices.taken = start_;
    choices.resize(start_.size());
    run_.restart(choices);
    for (const Step& each : steps_) {
      choices.taken = each.choices;
      choices.resize(each.choices.size());
      run_.step(each.thread, choices);
    }
  }

  void end() {
    if (left_ == 0) {
      gave_up_ = true;
      return;
    }
    --left_;
    ++all_.interleavings;
    ++all_.ends[explore::key_of(explore::outcome_of(run_, run_.end(false)))];
    traces_.insert(canonical());
  }

  void step(ThreadId thread, kernel::Choices& choices) {
    const auto own = resource(kernel::ResourceKind::kThread, thread);
    bool woken = false;
    for (const Step& each : steps_)
      for (const auto& touch : each.footprint.touches)
        woken |= touch.resource == own && touch.writes != 0;
    const kernel::Operation operation = run_.pending(thread);
    Step& added = steps_.emplace_back();
    added.thread = thread;
    run_.begin_footprint(thread, operation);
    run_.step(thread, operation, choices);
    run_.end_footprint(thread, added.footprint);
    if (woken) added.footprint.add(own, false);
    added.choices = choices.taken;
    for (std::size_t i = 0; i + 1 < steps_.size(); ++i) {
      const Step& before = steps_[i];
      if (before.thread != thread && !dependent(before.footprint, added.footprint)) continue;
      for (const auto& [other, time] : before.clock)
        added.clock[other] = std::max(added.clock[other], time);
    }
    ++added.clock[thread];
  }

  std::string canonical() const {
    std::vector<std::string> events;
    for (const Step& each : steps_) {
      std::string text = std::to_string(each.thread) + ":";
      for (const auto choice : each.choices) text += std::to_string(choice) + ",";
      for (const auto& [thread, time] : each.clock)
        text += " " + std::to_string(thread) + "@" + std::to_string(time);
      events.push_back(text);
    }
    std::sort(events.begin(), events.end());
    std::string text;
    for (const auto choice : start_) text += std::to_string(choice) + ",";
    for (const auto& event : events) text += ";" + event;
    return text;
  }

  kernel::Schedulable& run_;
  std::uint64_t left_;
  bool gave_up_ = false;
  std::vector<std::uint32_t> start_;
  std::vector<Step> steps_;
  std::set<std::string> traces_;
  AllRuns all_;
};

}  // namespace

std::optional<AllRuns> run_all(kernel::Schedulable& run, std::uint64_t interleavings_max) {
  return TraceCounter(run, interleavings_max).run_all();
}

}  // namespace heddle::oracle
