#include "explore/runs/sampling.h"

#include <algorithm>
#include <memory>
#include <new>

#include "explore/crew.h"
#include "explore/runs/sample_blocks.h"
#include "explore/runs/sample_runner.h"
#include "explore/samples.h"
#include "explore/states/size_estimate.h"
#include "explore/time_left.h"
#include "explore/watch.h"

namespace heddle::explore {

namespace {

void note_runs(const Samples& samples, kernel::Schedulable& run, const Options& options,
               Result& result) {
  // Who is out of time, or of memory, has none for an estimate.
  const bool has_means =
      result.stop != Stop::kTime && result.stop != Stop::kInterrupt && result.stop != Stop::kMemory;
  SizeEstimate size;
  size.most = options.interleavings_max;
  if (has_means) size = estimate_size(run, options);
  note_coverage(samples.runs_by_hash, size, result);
  if (samples.runs - samples.cut > samples.runs_by_hash.size()) {
    result.notes.emplace_back(ToldApart{kRunsToldApart});
  }
  if (samples.cut > 0) result.notes.emplace_back(RunsCut{samples.cut, options.limits.steps_max});
}

}  // namespace

Result explore_sampled(kernel::Schedulable& run, const Options& options,
                       const std::string& strategy,
                       const std::function<std::unique_ptr<Sampler>()>& make_sampler) {
  using Member = CrewMember<SampleRunner>;
  const Watch watch(options);
  SampleBlocks blocks(options, options.limits.runs_max.value_or(kSampledRuns));
  SampleRunner runner(run, options, make_sampler());
  try {
    const std::uint64_t others = others_in_crew(options, options.jobs);
    Crew crew(others, [&]() -> Crew::Work {
      return [&, member = std::make_shared<Member>(options, options, make_sampler())](std::size_t) {
        blocks.work(member->engine, false);
      };
    });
    crew.do_all(
        others + 1, [&](std::size_t) { blocks.work(runner, true); },
        [&] { blocks.look_at_clock(); });
  } catch (const std::bad_alloc&) {
    blocks.stop(Stop::kMemory);
  }
  const Samples samples = blocks.take(runner);
  Result result = conclude(samples, strategy, {.no_orderings = NoOrderings::kNotInGraph}, run,
                           with_time_left(options, watch));
  try {
    note_runs(samples, run, with_time_left(options, watch), result);
  } catch (const std::bad_alloc&) {
    result.stop = Stop::kMemory;
  }
  return result;
}

void put_first(Note note, Result& result) {
  result.notes.push_back(std::move(note));
  std::rotate(result.notes.begin(), result.notes.end() - 1, result.notes.end());
}

}  // namespace heddle::explore
