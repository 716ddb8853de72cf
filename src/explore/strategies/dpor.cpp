#include "explore/strategies/dpor.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <optional>

#include "explore/checkpoint.h"
#include "explore/crew.h"
#include "explore/samples.h"
#include "explore/saved.h"
#include "explore/shared_coverage.h"
#include "explore/strategies/part_explorer.h"
#include "explore/strategies/partition.h"
#include "explore/watch.h"

namespace heddle::explore {

namespace {

class Dpor {
 public:
  Dpor(kernel::Execution& execution, kernel::Program& program, const Options& options,
       const DporRounds& rounds)
      : execution_(execution),
        program_(program),
        options_(options),
        rounds_(rounds),
        watch_(options),
        coverage_(program) {}

  Result run() {
    explorer_.emplace(execution_, program_, options_, actions_);
    resume();
    while (found_.stop == Stop::kNone && !finished()) {
      check_limits();
      if (found_.stop == Stop::kNone) explore_round();
      if (options_.checkpoint && !saved_ && options_.checkpoint->due()) {
        options_.checkpoint->save([this](ArchiveWriter& to) { put(to); });
      }
    }
    crew_.reset();
    coverage_.give(program_);
    if (!saved_ || found_.stop == Stop::kNone) save_at_end();
    explorer_.reset();
    search_ = Partition();
    return concluded();
  }

 private:
  // Goes on with the next choices made at the start, when there are some.
  bool finished() {
    if (!search_.done()) return false;
    if (!start_.advance()) return true;
    search_ = Partition();
    return false;
  }

  void stop(Stop reason) {
    if (found_.stop == Stop::kNone) found_.stop = reason;
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
    const Stop reason = watch_.check({.states = states_, .runs = runs_}, search_.bytes());
    if (reason != Stop::kNone) stop_ = reason;
  }

  void explore_round() {
    const Limits& limits = options_.limits;
    const std::uint64_t most = rounds_.parts * rounds_.states;
    const bool at_end = (limits.states_max && *limits.states_max - found_.states <= most) ||
                        (limits.runs_max && *limits.runs_max - found_.runs <= most);
    // The last rounds are cut as a limit wants it. A search that goes on, with another limit, has
    // others instead.
    if (at_end && !saved_) save_at_end();
    auto chosen = search_.choose(at_end ? 1 : rounds_.parts, *explorer_, start_);
    std::vector<PartTask> tasks;
    for (const auto& each : chosen) {
      PartTask& task = tasks.emplace_back(search_.task_of(each));
      task.start = start_;
      task.states_planned = rounds_.states;
      if (limits.states_max) task.states_max = *limits.states_max - found_.states;
      if (limits.runs_max) task.runs_max = *limits.runs_max - found_.runs;
    }
    std::vector<SearchTree> before;
    if (options_.checkpoint && !saved_) {
      for (const PartTask& task : tasks) before.push_back(*task.tree);
    }
    work_on(tasks);
    if (stop_ != Stop::kNone) return break_off(tasks, before);
    explorer_->update();
    start_ = tasks.front().start;
    for (std::size_t i = 0; i < tasks.size(); ++i) Partition::take_back(chosen[i], tasks[i]);
    for (std::size_t i = 0; i < tasks.size() && found_.stop == Stop::kNone; ++i) {
      PartTask& task = tasks[i];
      search_.take_plans(chosen[i], task, *explorer_);
      abandoned_ += task.abandoned;
      const Stop reason = task.found.stop;
      found_.merge(std::move(task.found));
      stop(reason);
    }
    search_.settle();
  }

  // A round was stopped somewhere. What it found is reported; a search that goes on begins it
  // again, and so finds what it would have found.
  void break_off(std::vector<PartTask>& tasks, std::vector<SearchTree>& before) {
    for (std::size_t i = 0; i < before.size(); ++i) *tasks[i].tree = std::move(before[i]);
    if (!before.empty()) save_at_end();
    for (PartTask& task : tasks) found_.merge(std::move(task.found));
    stop(stop_);
  }

  void save_at_end() {
    if (!options_.checkpoint) return;
    options_.checkpoint->save_at_end([this](ArchiveWriter& to) { put(to); });
    saved_ = true;
  }

  void work_on(std::vector<PartTask>& tasks) {
    if (tasks.size() > 1 && !crew_ && options_.jobs > 1 && options_.make_worker) gather_crew();
    const Crew::Work mine = [&](std::size_t i) {
      explorer_->update();
      explorer_->explore(tasks[i], [this](std::uint64_t states, std::uint64_t runs) {
        look_at_clock();
        return must_stop(states, runs);
      });
      coverage_.add(program_);
    };
    if (!crew_) {
      for (std::size_t i = 0; i < tasks.size(); ++i) mine(i);
      return;
    }
    tasks_ = &tasks;
    crew_->do_all(tasks.size(), mine, [this] { look_at_clock(); });
  }

  void gather_crew() {
    struct Member {
      explicit Member(Dpor& search)
          : worker(search.options_.make_worker()),
            explorer(worker->execution(), worker->program(), search.options_, search.actions_) {}
      std::unique_ptr<Worker> worker;
      PartExplorer explorer;
    };
    crew_.emplace(options_.jobs - 1, [this] {
      return [this, member = std::make_shared<Member>(*this)](std::size_t i) {
        member->explorer.update();
        member->explorer.explore((*tasks_)[i], [this](std::uint64_t states, std::uint64_t runs) {
          return must_stop(states, runs);
        });
        coverage_.add(member->worker->program());
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
    const Knowledge knowledge{
        .no_orderings =
            "No orderings: they are found by counting, and dpor runs one interleaving of each "
            "trace"};
    Result result = conclude(found_, "dpor", knowledge, execution_, program_, options_);
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
      get_coverage(from, program_);
      found_.get(from);
      from.get(abandoned_);
      actions_.get(from);
      explorer_->update();
      explore::get(from, start_);
      search_.get(from, explorer_->table());
      coverage_.add(program_);
      states_ = found_.states;
      runs_ = found_.runs;
    });
  }

  kernel::Execution& execution_;
  kernel::Program& program_;
  const Options& options_;
  const DporRounds rounds_;
  Watch watch_;
  SharedActionTable actions_;
  std::optional<PartExplorer> explorer_;  // of this thread
  SharedCoverage coverage_;
  Partition search_;
  kernel::Choices start_;  // made at the start of what is explored now
  Samples found_;
  std::uint64_t abandoned_ = 0;
  bool saved_ = false;                    // the checkpoint is of before what was done last
  std::atomic<std::uint64_t> states_{0};  // for the progress
  std::atomic<std::uint64_t> runs_{0};
  std::atomic<Stop> stop_{Stop::kNone};
  std::vector<PartTask>* tasks_ = nullptr;  // of the round
  std::optional<Crew> crew_;
};

}  // namespace

Result explore_dpor(kernel::Execution& execution, kernel::Program& program, const Options& options,
                    const DporRounds& rounds) {
  return Dpor(execution, program, options, rounds).run();
}

Result explore_dpor(kernel::Execution& execution, kernel::Program& program,
                    const Options& options) {
  return explore_dpor(execution, program, options, DporRounds());
}

}  // namespace heddle::explore
