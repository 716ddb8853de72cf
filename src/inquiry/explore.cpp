#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <new>

#include "base/check.h"
#include "base/memory_reserve.h"
#include "explore/automatic.h"
#include "explore/checkpoint.h"
#include "explore/incomplete.h"
#include "explore/strategies.h"
#include "explore/watch.h"
#include "inquiry/inquiry.h"
#include "inquiry/session.h"
#include "report/version.h"
#include "tell/describe.h"
#include "vm/state_check.h"

namespace heddle::inquiry {

namespace {

// A session of its own, for another thread.
class SessionWorker final : public explore::Worker {
 public:
  explicit SessionWorker(const scenario::Scenario& scenario) : session_(scenario) {}
  kernel::Schedulable& run() override { return session_.run; }

 private:
  Session session_;
};

// Accesses of all threads together; nullopt where loops have no bound.
std::optional<std::uint64_t> steps_bound(const scenario::Scenario& scenario, const Size& bounds) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < bounds.threads.size(); ++i) {
    std::uint64_t all = 0;
    const auto each = bounds.threads[i].accesses_max;
    if (!each || __builtin_mul_overflow(*each, scenario.threads[i].count, &all)) return {};
    if (__builtin_add_overflow(sum, all, &sum)) return {};
  }
  return sum;
}

// What must be the same for a checkpoint to be of use. Limits of time, states, memory and runs only
// say when to stop.
explore::Checkpointer::Identity identity(const Session& session, const CheckpointOptions& wanted) {
  const std::string& meaning = session.scenario.meaning;
  explore::Checkpointer::Identity facts = {{"the version of heddle", report::kVersion},
                                           {"the scenario", session.scenario.name}};
  for (const auto& constant : session.scenario.constants)
    facts.push_back({constant.name, std::to_string(constant.value)});
  for (const auto& [option, value] : wanted.deciding) facts.push_back({option, value});
  facts.push_back(
      {"the text of the scenario", fmt::format("{:015x}.{}", session.id, meaning.size()), false});
  return facts;
}

// nullptr: neither saves nor resumes.
std::unique_ptr<explore::Checkpointer> checkpointer(const Session& session,
                                                    const ExploreOptions& options) {
  const CheckpointOptions& wanted = options.checkpoint;
  if (wanted.save_to.empty() && wanted.resume_from.empty()) return nullptr;
  const explore::Strategy* const strategy = explore::find_strategy(options.strategy);
  if (strategy != nullptr && !strategy->checkpoints) {
    throw explore::CheckpointError("--checkpoint and --resume: --strategy " + options.strategy +
                                   " has no checkpoints");
  }
  return std::make_unique<explore::Checkpointer>(explore::Checkpointer::Settings{
      .save_to = wanted.save_to,
      .resume_from = wanted.resume_from,
      .seconds = wanted.seconds,
      .identity = identity(session, wanted),
      .tell = wanted.tell,
      .can_be_state = [&session](const auto& words) {
        return vm::can_be_state(session.machine, session.execution, words);
      }});
}

explore::Result search(Session& session, const ExploreOptions& options,
                       const explore::Options& engine) {
  const explore::Strategy* const chosen = explore::find_strategy(options.strategy);
  try {
    return chosen != nullptr ? chosen->explore(session.run, engine)
                             : explore_automatically(session.run, engine);
  } catch (const std::bad_alloc&) {  // not even for what was found
    explore::Result nothing;
    nothing.strategy = chosen != nullptr ? options.strategy : "stateful";
    nothing.stop = explore::Stop::kMemory;
    return nothing;
  }
}

// What telling all that was found may take once it is time to stop; and a part of it.
constexpr double kSecondsToTellAll = 0.4;
constexpr double kSecondsToTell = 0.8;

report::Report described_while(Session& session, const explore::Result& result,
                               const tell::Asked& asked, const std::function<bool()>& more) {
  report::Report report = describe_scenario(session);
  tell::describe(session.subject(), result, asked, report, more);
  return report;
}

report::Report described_in_haste(Session& session, const explore::Result& result,
                                  const tell::Asked& asked, explore::Watch& watch) {
  return described_while(session, result, asked, [&] {
    watch.look();
    return !watch.stopped_for(kSecondsToTell);
  });
}

// All of it; where there is no time for that, as many outcomes as there is time for; where there
// is no memory, the findings.
report::Report described(Session& session, explore::Result& result, const tell::Asked& asked,
                         explore::Watch& watch) {
  try {
    const bool hurried = watch.look() != explore::Stop::kNone && !result.complete();
    if (hurried) return described_in_haste(session, result, asked, watch);
    return described_while(session, result, asked, [&] {
      const explore::Stop reason = watch.look();
      if (watch.stopped_for(kSecondsToTellAll)) throw explore::SearchStopped{reason};
      return true;
    });
  } catch (const explore::SearchStopped& stopped) {
    explore::make_incomplete(result, stopped.reason);
    return described_in_haste(session, result, asked, watch);
  } catch (const std::bad_alloc&) {
    result.outcomes = {};
    explore::make_incomplete(result, explore::Stop::kMemory);
    return described_while(session, result, asked, {});
  }
}

}  // namespace

report::Report explore(const scenario::Scenario& scenario, const ExploreOptions& options) {
  const auto begin = std::chrono::steady_clock::now();
  const MemoryReserve reserve;
  Session session(scenario);
  explore::Options engine;
  static_cast<explore::Request&>(engine) = options;
  engine.make_worker = [&] { return std::make_unique<SessionWorker>(scenario); };
  const Size bounds = size(scenario);
  engine.steps_bound = steps_bound(scenario, bounds);
  if (bounds.interleavings_max)
    engine.interleavings_max = explore::Number(*bounds.interleavings_max);
  const auto checkpoint = checkpointer(session, options);
  engine.checkpoint = checkpoint.get();
  explore::Watch watch(engine);
  explore::Result result = search(session, options, engine);
  const tell::Asked asked = {.strategy = options.strategy,
                             .options = engine,
                             .checkpoint = options.checkpoint.save_to,
                             .outcome_seeds = options.outcome_seeds};
  report::Report report = described(session, result, asked, watch);
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return report;
}

}  // namespace heddle::inquiry
