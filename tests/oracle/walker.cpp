#include "oracle/walker.h"

#include "base/check.h"
#include "oracle/walk.h"

namespace heddle::oracle {

namespace {

// What was read in a transaction is forgotten at its end.
void end_transaction(ThreadState& thread) {
  const bool open =
      !thread.finished && thread.unit_last != 0 && thread.next.unit == thread.unit_last;
  if (!open) thread.reads.clear();
}

// If all parties have arrived, each one's local work, in the order of the file.
void complete_barrier(const scenario::Scenario& scenario, World& world, const Parked& parked,
                      Choices& choices) {
  auto& barrier = world.objects[parked.family][parked.member];
  if (static_cast<std::int64_t>(barrier.inside.size()) < barrier.limit) return;
  const auto parties = std::exchange(barrier.inside, {});
  for (const auto party : parties) world.threads[party].at_barrier = false;
  for (const auto party : parties) advance(scenario, world, party, 0, choices);
}

}  // namespace

void advance(const scenario::Scenario& scenario, World& world, std::uint32_t index, int budget,
             Choices& choices) {
  auto& thread = world.threads[index];
  try {
    Walk(scenario, world, index, budget, choices).run();
  } catch (const Stopped&) {
    // its next access is known now
  } catch (const Parked& parked) {
    complete_barrier(scenario, world, parked, choices);
  } catch (const NotNow&) {
    CHECK(false);  // only enabled threads are advanced
  }
  end_transaction(thread);
}

bool try_block(const scenario::Scenario& scenario, World world, std::uint32_t index,
               Choices& choices, std::vector<Touched>& touched) {
  Walk walk(scenario, world, index, 1, choices);
  walk.only_try(touched);
  try {
    walk.run();
  } catch (const TryDone&) {
    return true;
  } catch (const Failure&) {
    return true;
  } catch (const NotNow&) {
    return false;
  }
  CHECK(false);
}

Word evaluate_check(const scenario::Scenario& scenario, World& world,
                    scenario::ExpressionId expression) {
  Choices none({});
  return Walk(scenario, world, kNone, 0, none).evaluate_at_once(expression);
}

}  // namespace heddle::oracle
