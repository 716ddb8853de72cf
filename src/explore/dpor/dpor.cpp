#include "explore/dpor/dpor.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <new>
#include <optional>

#include "base/check.h"
#include "explore/checkpoint.h"
#include "explore/crew.h"
#include "explore/dpor/part_explorer.h"
#include "explore/dpor/partition.h"
#include "explore/findings_so_far.h"
#include "explore/report_size.h"
#include "explore/samples.h"
#include "explore/saved.h"
#include "explore/shared_coverage.h"
#include "explore/strategies.h"
#include "explore/time_left.h"
#include "explore/watch.h"

namespace heddle::explore {

namespace {

class Dpor final : public PausableSearch {
 public:
  Dpor(kernel::Schedulable& run, const Options& options, const DporRounds& rounds)
      : run_(run), options_(options), rounds_(rounds), watch_(options), coverage_(run.coverage()) {
    explorer_.emplace(run_, options_, actions_);
    resume();
  }

  bool go_on(std::uint64_t states) override {
    try {
      return ended_ = search(states);
    } catch (const std::bad_alloc&) {
      saved_ = true;  // the last round is half done: what was saved before stays
      found_.stop = Stop::kMemory;
    }
    return ended_ = true;
  }

  void stop(Stop reason) override {
    if (found_.stop == Stop::kNone) found_.stop = reason;
  }

  Result conclude() override {
    CHECK(ended_ || found_.stop != Stop::kNone);
    crew_.reset();
    coverage_.give(run_.coverage());
    save_at_end();
    explorer_.reset();
    search_ = Partition();
    return concluded();
  }

 private:
  // Round by round; false when it has visited so many states and is not at its end.
  bool search(std::uint64_t states) {
    while (found_.stop == Stop::kNone && !finished()) {
      if (found_.states >= states) return false;
      check_limits();
      if (found_.stop == Stop::kNone) explore_round();
      if (options_.checkpoint && !saved_ && options_.checkpoint->due()) {
        options_.checkpoint->save([this](ArchiveWriter& to) { put(to); });
      }
    }
    return true;
  }

  // Goes on with the next choices made at the start, when there are some.
  bool finished() {
    if (!search_.done()) return false;
    if (!start_.advance()) return true;
    search_ = Partition();
    return false;
  }

  // Of what is before a round: there is work left.
  void check_limits() {
    const Limits& limits = options_.limits;
    if (limits.states_max && found_.states >= *limits.states_max) stop(Stop::kStates);
    if (limits.runs_max && found_.runs >= *limits.runs_max) stop(Stop::kRuns);
    look_at_clock();
    if (stop_ != Stop::kNone) stop(stop_);
  }

  void look_at_clock() {
    const Stop reason = watch_.check_process(
        {.states = states_, .runs = runs_, .findings = findings_.count()}, report_size_.bytes());
    if (reason != Stop::kNone) stop_ = reason;
  }

  // So many new states at most in one part of a round: twice what is planned, and more where the
  // way back to it is long.
  std::uint64_t states_of_part() const { return 2 * rounds_.states + 4 * found_.steps_longest; }

  void explore_round() {
    const auto chosen = search_.choose(rounds_.parts, *explorer_, start_);
    CHECK(!chosen.empty());
    std::vector<PartTask> tasks;
    tasks.reserve(chosen.size());
    for (const auto& each : chosen) tasks.push_back(task_of(each));
    const Limits& limits = options_.limits;
    const std::uint64_t most = tasks.size() * states_of_part();
    const bool near_limit = (limits.states_max && *limits.states_max - found_.states <= most) ||
                            (limits.runs_max && *limits.runs_max - found_.runs <= most);
    std::vector<SearchTree> before;
    if (near_limit || options_.checkpoint) {
      for (const PartTask& task : tasks) before.push_back(*task.tree);
    }
    work_on(tasks);
    if (stop_ != Stop::kNone) return break_off(tasks, before, tasks.size());
    const std::size_t beyond = first_beyond_limits(tasks);
    if (beyond < tasks.size()) return cut_off(chosen, tasks, before, beyond);
    take_over(chosen, tasks);
  }

  PartTask task_of(const Partition::Chosen& chosen) const {
    PartTask task = search_.task_of(chosen);
    task.start = start_;
    task.states_planned = rounds_.states;
    task.states_max = states_of_part();
    return task;
  }

  void take_over(const std::vector<Partition::Chosen>& chosen, std::vector<PartTask>& tasks) {
    explorer_->update();
    start_ = tasks.front().start;
    for (std::size_t i = 0; i < tasks.size(); ++i) Partition::take_back(chosen[i], tasks[i]);
    for (std::size_t i = 0; i < tasks.size() && found_.stop == Stop::kNone; ++i) {
      search_.take_plans(chosen[i], tasks[i], *explorer_);
      const Stop reason = tasks[i].found.stop;
      merge(tasks[i]);
      stop(reason);
    }
    search_.settle();
  }

  void merge(PartTask& task) {
    abandoned_ += task.abandoned;
    found_.merge(std::move(task.found));
  }

  // The task in which a limit is passed, unless what is looked for was found before; their number
  // when there is none.
  std::size_t first_beyond_limits(const std::vector<PartTask>& tasks) const {
    const Limits& limits = options_.limits;
    std::uint64_t states = found_.states;
    std::uint64_t runs = found_.runs;
    for (std::size_t i = 0; i < tasks.size(); ++i) {
      states += tasks[i].found.states;
      runs += tasks[i].found.runs;
      if ((limits.states_max && states > *limits.states_max) ||
          (limits.runs_max && runs > *limits.runs_max)) {
        return i;
      }
      if (tasks[i].found.stop == Stop::kFirst) break;
    }
    return tasks.size();
  }

  // Explores the task in which a limit is passed once more, up to just there. A search that goes
  // on, with another limit, begins the round again.
  void cut_off(const std::vector<Partition::Chosen>& chosen, std::vector<PartTask>& tasks,
               std::vector<SearchTree>& before, std::size_t beyond) {
    break_off(tasks, before, beyond);
    const Limits& limits = options_.limits;
    PartTask task = task_of(chosen[beyond]);
    if (limits.states_max) {
      task.states_max = std::min(*task.states_max, *limits.states_max - found_.states);
    }
    if (limits.runs_max) task.runs_max = *limits.runs_max - found_.runs;
    explorer_->update();
    explorer_->explore(task, [this](std::uint64_t, std::uint64_t) {
      look_at_clock();
      return stop_ != Stop::kNone;
    });
    merge(task);
    const bool by_runs = limits.runs_max && found_.runs >= *limits.runs_max;
    found_.stop = stop_ != Stop::kNone ? stop_.load() : by_runs ? Stop::kRuns : Stop::kStates;
  }

  // A round ends in the middle. What the first `count` tasks found is reported; a search that goes
  // on begins the round again, and so finds what it would have found.
  void break_off(std::vector<PartTask>& tasks, std::vector<SearchTree>& before, std::size_t count) {
    for (std::size_t i = 0; i < before.size(); ++i) *tasks[i].tree = std::move(before[i]);
    save_at_end();
    for (std::size_t i = 0; i < count; ++i) merge(tasks[i]);
    stop(stop_);
  }

  void save_at_end() {
    if (!options_.checkpoint || saved_) return;
    options_.checkpoint->save_at_end([this](ArchiveWriter& to) { put(to); });
    saved_ = true;
  }

  void work_on(std::vector<PartTask>& tasks) {
    if (tasks.size() > 1 && !crew_ && options_.jobs > 1 && options_.make_worker) gather_crew();
    const Crew::Work mine = [&](std::size_t i) {
      explore(tasks[i], *explorer_, run_, [this](std::uint64_t states, std::uint64_t runs) {
        look_at_clock();
        return must_stop(states, runs);
      });
    };
    if (!crew_) {
      for (std::size_t i = 0; i < tasks.size(); ++i) mine(i);
      return;
    }
    tasks_ = &tasks;
    crew_->do_all(tasks.size(), mine, [this] { look_at_clock(); });
  }

  void explore(PartTask& task, PartExplorer& explorer, kernel::Schedulable& run,
               const PartExplorer::Tick& tick) {
    explorer.update();
    explorer.explore(task, tick);
    coverage_.add(run.coverage());
    for (const Samples::End& end : task.found.ends) report_size_.add(end.outcome);
    findings_.add(task.found);
    if (task.found.stop == Stop::kMemory) stop_ = Stop::kMemory;
  }

  void gather_crew() {
    using Member = CrewMember<PartExplorer>;
    crew_.emplace(others_in_crew(options_, rounds_.parts), [this]() -> Crew::Work {
      return [this,
              member = std::make_shared<Member>(options_, options_, actions_)](std::size_t i) {
        explore(
            (*tasks_)[i], member->engine, member->worker->run(),
            [this](std::uint64_t states, std::uint64_t runs) { return must_stop(states, runs); });
      };
    });
  }

  bool must_stop(std::uint64_t states, std::uint64_t runs) {
    states_ += states;
    runs_ += runs;
    return stop_ != Stop::kNone;
  }

  Result concluded() {
    if (found_.stop == Stop::kNone && found_.cut > 0) found_.stop = Stop::kSteps;
    if (found_.stop == Stop::kNone && found_.cyclic) found_.stop = Stop::kCycle;
    const Knowledge knowledge{.no_orderings = NoOrderings::kNotInGraph};
    Result result =
        explore::conclude(found_, "dpor", knowledge, run_, with_time_left(options_, watch_));
    result.abandoned = abandoned_;
    result.contended.clear();
    result.counted = false;
    return result;
  }

  // ---- Checkpoints -----------------------------------------------------------------------------

  void put(ArchiveWriter& to) const {
    coverage_.put(to);
    found_.put(to);
    to.put(abandoned_);
    actions_.put(to);
    explore::put(to, start_);
    search_.put(to);
  }

  void resume() {
    if (!options_.checkpoint) return;
    options_.checkpoint->resume([this](ArchiveReader& from) {
      get_coverage(from, run_.coverage());
      found_.get(from);
      from.get(abandoned_);
      actions_.get(from);
      explorer_->update();
      explore::get(from, start_);
      search_.get(from, explorer_->table(), run_.thread_count());
      if (found_.findings.size() > run_.properties().size()) ArchiveReader::fail_damaged();
      search_.settle();
      coverage_.add(run_.coverage());
      states_ = found_.states;
      runs_ = found_.runs;
    });
  }

  kernel::Schedulable& run_;
  const Options& options_;
  const DporRounds rounds_;
  Watch watch_;
  SharedActionTable actions_;
  std::optional<PartExplorer> explorer_;  // of this thread
  SharedCoverage coverage_;
  ReportSize report_size_;
  FindingsSoFar findings_;
  Partition search_;
  kernel::Choices start_;  // made at the start of what is explored now
  Samples found_;
  std::uint64_t abandoned_ = 0;
  bool ended_ = false;                    // by itself, or at a limit
  bool saved_ = false;                    // the checkpoint is of before what was done last
  std::atomic<std::uint64_t> states_{0};  // for the progress
  std::atomic<std::uint64_t> runs_{0};
  std::atomic<Stop> stop_{Stop::kNone};
  std::vector<PartTask>* tasks_ = nullptr;  // of the round
  std::optional<Crew> crew_;
};

}  // namespace

Result explore_dpor(kernel::Schedulable& run, const Options& options, const DporRounds& rounds) {
  Dpor search(run, options, rounds);
  search.go_on(PausableSearch::kToTheEnd);
  return search.conclude();
}

std::unique_ptr<PausableSearch> dpor_search(kernel::Schedulable& run, const Options& options,
                                            const DporRounds& rounds) {
  return std::make_unique<Dpor>(run, options, rounds);
}

Result explore_dpor(kernel::Schedulable& run, const Options& options) {
  return explore_dpor(run, options, DporRounds());
}

Strategy dpor_strategy() {
  return {.name = "dpor",
          .summary = "one run for each order of dependent accesses",
          .explore = explore_dpor,
          .reach = Reach::kAll,
          .runs = true,
          .checkpoints = true};
}

}  // namespace heddle::explore
