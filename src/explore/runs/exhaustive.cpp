#include "explore/runs/exhaustive.h"

#include <algorithm>
#include <atomic>
#include <new>

#include "base/words.h"
#include "explore/checkpoint.h"
#include "explore/crew.h"
#include "explore/findings_so_far.h"
#include "explore/incomplete.h"
#include "explore/report_size.h"
#include "explore/runs/depth_first.h"
#include "explore/runs/sampling.h"
#include "explore/samples.h"
#include "explore/saved.h"
#include "explore/shared_coverage.h"
#include "explore/states/size_estimate.h"
#include "explore/states/stateful.h"
#include "explore/strategies.h"
#include "explore/tally.h"
#include "explore/time_left.h"
#include "explore/watch.h"

namespace heddle::explore {

namespace {

// The tree of interleavings is cut at the least depth at which it has so many parts, whatever the
// number of jobs, so that the result does not depend on it. A checkpoint holds the parts that are
// done.
constexpr std::size_t kParts = 1'000;
constexpr std::size_t kDepthMax = 24;

class Search {
 public:
  Search(kernel::Schedulable& run, const Options& options,
         std::optional<std::uint64_t> preemptions_max)
      : run_(run),
        options_(options),
        preemptions_max_(preemptions_max),
        watch_(options),
        first_(run, options) {}

  Samples run() {
    try {
      search();
    } catch (const std::bad_alloc&) {
      stop_ = Stop::kMemory;
      parts_.resize(std::min(parts_.size(), found_.size()));
      Samples found = merged();
      found.stop = Stop::kMemory;
      return found;
    }
    return merged();
  }

 private:
  void search() {
    if (options_.progress && !preemptions_max_) estimate_total();
    cut_into_parts();
    found_.resize(parts_.size());
    finished_ = std::vector<std::atomic<bool>>(parts_.size());
    coverage_.emplace(run_.coverage());
    if (options_.checkpoint)
      options_.checkpoint->resume([this](ArchiveReader& from) { get(from); });
    work_on_parts();
    coverage_->give(run_.coverage());
    if (options_.checkpoint) {
      options_.checkpoint->save_at_end([this](ArchiveWriter& to) { put(to); });
    }
  }

  DepthFirst::Bounds bounds() const {
    return {.preemptions_max = preemptions_max_,
            .states_max = options_.limits.states_max,
            .runs_max = options_.limits.runs_max,
            .depth_max = std::nullopt};
  }

  // For the progress alone.
  void estimate_total() {
    const SizeEstimate size = estimate_size(run_, options_);
    if (size.exact) {
      runs_total_ = size.exact->convert_to<double>();
    } else if (!size.unbounded && !size.mean.zero()) {
      runs_total_ = size.mean.value();
      runs_total_estimated_ = true;
    }
  }

  void cut_into_parts() {
    for (std::size_t depth = 1;; ++depth) {
      parts_.clear();
      DepthFirst::Bounds shallow = bounds();
      shallow.depth_max = depth;
      states_ = runs_ = 0;
      all_ = first_.explore(shallow, watching(), &parts_);
      const bool enough = parts_.size() >= kParts || parts_.empty() || depth == kDepthMax;
      if (enough || all_.stop != Stop::kNone) break;
    }
    if (all_.stop != Stop::kNone) parts_.clear();
  }

  void work_on_parts() {
    if (parts_.empty()) return;
    using Member = CrewMember<DepthFirst>;
    Crew crew(others_in_crew(options_, parts_.size()), [this]() -> Crew::Work {
      return [this, member = std::make_shared<Member>(options_, options_)](std::size_t part) {
        work_on(
            part, member->engine, member->worker->run(),
            [this](std::uint64_t states, std::uint64_t runs) { return must_stop(states, runs); });
      };
    });
    const Crew::Work mine = [this](std::size_t part) {
      work_on(part, first_, run_, watching());
      if (options_.checkpoint && options_.checkpoint->due()) {
        options_.checkpoint->save([this](ArchiveWriter& to) { put(to); });
      }
    };
    crew.do_all(parts_.size(), mine, [this] { look_at_clock(); });
  }

  void work_on(std::size_t part, DepthFirst& search, kernel::Schedulable& run,
               const DepthFirst::Tick& tick) {
    if (part > first_found_ || must_stop(0, 0) || enough() || finished_[part]) return;
    found_[part] = search.explore_below(parts_[part], bounds(), tick);
    coverage_->add(run.coverage());
    note_done(part);
  }

  void note_done(std::size_t part) {
    found_[part].done = true;
    const Stop stop = found_[part].stop;
    if (stop == Stop::kMemory) stop_ = stop;
    if (stop == Stop::kFirst) note_first(part);
    for (const Samples::End& end : found_[part].ends) report_size_.add(end.outcome);
    findings_.add(found_[part]);
    finished_[part] = stop == Stop::kNone || stop == Stop::kFirst;
  }

  // Parts that are whole, however far the limits are.
  void put(ArchiveWriter& to) const {
    coverage_->put(to);
    to.put(std::uint64_t{parts_.size()});
    for (std::size_t part = 0; part < parts_.size(); ++part) {
      if (!finished_[part]) continue;
      to.put(true);
      to.put(std::uint64_t{part});
      found_[part].put(to);
    }
    to.put(false);
  }
  void get(ArchiveReader& from) {
    get_coverage(from, run_.coverage());
    coverage_.emplace(run_.coverage());
    const bool same_parts = from.get<std::uint64_t>() == parts_.size();
    while (from.get<bool>()) {
      const auto part = from.get<std::uint64_t>();
      Samples samples;
      samples.get(from);
      if (!same_parts) continue;  // a limit had cut the tree elsewhere, or does now
      if (part >= parts_.size()) ArchiveReader::fail_damaged();
      states_ += samples.states;
      runs_ += samples.runs;
      found_[part] = std::move(samples);
      note_done(part);
    }
  }

  // Whether the parts that were begun are enough to reach a limit.
  bool enough() const {
    const Limits& limits = options_.limits;
    return (limits.states_max && states_ >= *limits.states_max) ||
           (limits.runs_max && runs_ >= *limits.runs_max);
  }

  void note_first(std::size_t part) {
    std::size_t known = first_found_;
    while (part < known && !first_found_.compare_exchange_weak(known, part)) {
    }
  }

  DepthFirst::Tick watching() {
    return [this](std::uint64_t states, std::uint64_t runs) {
      look_at_clock();
      return must_stop(states, runs);
    };
  }

  bool must_stop(std::uint64_t states, std::uint64_t runs) {
    states_ += states;
    runs_ += runs;
    return stop_ != Stop::kNone;
  }

  void look_at_clock() {
    const Stop reason = watch_.check_process({.states = states_,
                                              .runs = runs_,
                                              .runs_total = runs_total_,
                                              .runs_total_estimated = runs_total_estimated_,
                                              .findings = findings_.count()},
                                             report_size_.bytes());
    if (reason != Stop::kNone) stop_ = reason;
  }

  // Adds the parts in their order, up to the first that a limit falls into: that one is explored
  // again, up to just there.
  Samples merged() {
    try {
      merge_parts();
    } catch (const std::bad_alloc&) {
      all_.stop = Stop::kMemory;
    }
    return std::move(all_);
  }

  void merge_parts() {
    for (std::size_t i = 0; i < parts_.size() && all_.stop == Stop::kNone; ++i) merge_part(i);
    if (all_.stop == Stop::kInterrupt && stop_ != Stop::kNone) all_.stop = stop_;
  }

  void merge_part(std::size_t i) {
    DepthFirst::Bounds rest = bounds();
    if (rest.states_max) rest.states_max = *rest.states_max - all_.states;
    if (rest.runs_max) rest.runs_max = *rest.runs_max - all_.runs;
    if (rest.states_max == 0 || rest.runs_max == 0) {
      all_.stop = rest.states_max == 0 ? Stop::kStates : Stop::kRuns;
      return;
    }
    Samples& part = found_[i];
    const Limits& limits = options_.limits;
    // Whoever came late to a part may have left it out, when the parts after it had become enough.
    const bool left_out = !part.done && stop_ == Stop::kNone;
    const bool beyond = (limits.states_max && part.states >= *rest.states_max) ||
                        (limits.runs_max && part.runs >= *rest.runs_max);
    const bool again = left_out || beyond;
    if (again) part = first_.explore_below(parts_[i], rest, watching());
    const Stop reason = !part.done && !again ? stop_.load() : part.stop;
    all_.merge(std::move(part));
    all_.stop = reason;
  }

  kernel::Schedulable& run_;
  const Options& options_;
  const std::optional<std::uint64_t> preemptions_max_;
  Watch watch_;
  DepthFirst first_;
  Samples all_;
  std::vector<Path> parts_;
  std::vector<Samples> found_;
  std::vector<std::atomic<bool>> finished_;  // parts that nobody changes any more
  std::optional<SharedCoverage> coverage_;
  ReportSize report_size_;
  FindingsSoFar findings_;
  std::atomic<std::size_t> first_found_{~std::size_t{0}};  // part, with --first
  double runs_total_ = 0;                                  // as Progress has them
  bool runs_total_estimated_ = false;
  std::atomic<std::uint64_t> states_{0};
  std::atomic<std::uint64_t> runs_{0};
  std::atomic<Stop> stop_{Stop::kNone};
};

// What only the graph of states can tell: orderings, the interleaving that shows the cause best,
// and livelock.
void add_from_graph(kernel::Schedulable& run, const Options& options, Result& result) {
  const bool needed = result.cyclic || (options.orderings && !result.findings.empty());
  const auto machine = run.states();
  if (!needed || !result.complete() || !machine) return;
  Options graph_options = options;
  graph_options.checkpoint = nullptr;
  Result graph = explore_stateful(machine->execution, machine->program, graph_options);
  for (auto& finding : graph.findings) {
    const auto same =
        std::find_if(result.findings.begin(), result.findings.end(),
                     [&](const Finding& each) { return each.defect == finding.defect; });
    if (same != result.findings.end()) {
      same->orderings = std::move(finding.orderings);
      same->covered = std::move(finding.covered);
      same->only_when = std::move(finding.only_when);
      same->no_orderings = finding.no_orderings;
      const bool as_good = finding.witness.preemptions == same->witness.preemptions;
      if (as_good && options.orderings) same->witness = std::move(finding.witness);
    } else if (run.properties()[finding.defect.property].kind == "livelock") {
      insert_uncounted(run.properties(), std::move(finding), result);
    }
  }
  if (!graph.complete() && result.cyclic) make_incomplete(result, graph.stop);
}

}  // namespace

Result explore_exhaustive(kernel::Schedulable& run, const Options& options) {
  const Watch watch(options);
  Samples found = Search(run, options, std::nullopt).run();
  if (found.stop == Stop::kNone && found.cut > 0) found.stop = Stop::kSteps;
  Knowledge knowledge;
  if (found.stop == Stop::kNone) {
    knowledge.counts = found.cyclic ? Count::kUnbounded : Count::kKnown;
    knowledge.fewest = true;
  }
  Result result = conclude(found, "exhaustive", knowledge, run, with_time_left(options, watch));
  add_from_graph(run, with_time_left(options, watch), result);
  return result;
}

Result explore_bounded(kernel::Schedulable& run, const Options& options) {
  const Watch watch(options);
  const std::uint64_t preemptions_max = options.settings[kPreemptions];
  Samples found = Search(run, options, preemptions_max).run();
  std::optional<Note> note;
  Knowledge knowledge{.no_orderings = NoOrderings::kNotInGraph};
  if (found.stop == Stop::kNone && found.cut > 0) found.stop = Stop::kSteps;
  if (found.stop == Stop::kNone && found.cyclic) {
    found.stop = Stop::kCycle;
  } else if (found.stop == Stop::kNone) {
    knowledge.fewest = true;
    note = Bounded{found.runs, preemptions_max, found.bound_hit};
    if (found.bound_hit) found.stop = Stop::kBound;
  }
  Result result = conclude(found, "bounded", knowledge, run, with_time_left(options, watch));
  if (note) result.notes.push_back(*note);
  return result;
}

Strategy exhaustive_strategy() {
  return {.name = "exhaustive",
          .summary = "every interleaving, one by one",
          .explore = explore_exhaustive,
          .reach = Reach::kCounts,
          .runs = true,
          .checkpoints = true};
}

Strategy bounded_strategy() {
  return {.name = "bounded",
          .summary = "all with at most --preemptions N",
          .explore = explore_bounded,
          .runs = true,
          .checkpoints = true,
          .settings = {&kPreemptions}};
}

}  // namespace heddle::explore
