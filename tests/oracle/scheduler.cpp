#include "oracle/scheduler.h"

#include <algorithm>
#include <map>

#include "base/check.h"
#include "oracle/depends.h"
#include "oracle/waits.h"
#include "oracle/walker.h"

namespace heddle::oracle {

namespace {

using Given = std::vector<std::uint32_t>;

// Runs `attempt` once for each sequence of choices that it asks for, in lexicographic order.
void for_each_choice(const Given& given, const std::function<void(const Given&)>& attempt) {
  std::uint32_t alternatives = 0;
  try {
    attempt(given);
    return;
  } catch (const NeedChoice& need) {
    alternatives = need.alternatives;
  }
  for (std::uint32_t i = 0; i < alternatives; ++i) {
    auto longer = given;
    longer.push_back(i);
    for_each_choice(longer, attempt);
  }
}

// Everything that the block `index` is about to run may touch, over all its choices; nullopt when
// its await does not hold.
std::optional<std::vector<Touched>> touched_by_block(const scenario::Scenario& scenario,
                                                     const World& world, std::uint32_t index) {
  std::vector<Touched> touched;
  bool enabled = true;
  for_each_choice({}, [&](const Given& given) {
    Choices choices(given);
    enabled = try_block(scenario, world, index, choices, touched);
  });
  if (!enabled) return std::nullopt;
  return touched;
}

}  // namespace

Scheduler::Scheduler(const scenario::Scenario& scenario)
    : scenario_(scenario),
      threads_(threads_of(scenario)),
      losing_writes_(heddle::oracle::losing_writes(scenario)) {}

void Scheduler::start(const Then& then) const {
  attempt_all(
      [&] {
        auto world = initial_world(scenario_);
        world.losing_writes = &losing_writes_;
        for (std::uint32_t i = 0; i < threads_.size(); ++i)
          world.threads[i].started = scenario_.threads[threads_[i].declaration].start;
        return world;
      },
      [&](World& world, Choices& choices) {
        for (std::uint32_t i = 0; i < threads_.size(); ++i)
          if (scenario_.threads[threads_[i].declaration].start)
            advance(scenario_, world, i, 0, choices);
      },
      then);
}

void Scheduler::step(const World& before, std::uint32_t thread, const Then& then) const {
  attempt_all(
      [&] { return before; },
      [&](World& world, Choices& choices) { advance(scenario_, world, thread, 1, choices); }, then);
}

void Scheduler::attempt_all(const std::function<World()>& from,
                            const std::function<void(World&, Choices&)>& act,
                            const Then& then) const {
  for_each_choice({}, [&](const Given& given) {
    Choices choices(given);
    auto world = from();
    bool invariants = true;
    try {
      act(world, choices);
    } catch (const Failure& failure) {
      world.end = failure.kind;
      world.findings.insert({failure.kind, *failure.name});
      invariants = !failure.in_atomic;
    }
    check_state(world, invariants);
    then(std::move(world), choices.made());
  });
}

bool Scheduler::is_enabled(const World& world, std::uint32_t index) const {
  const auto& thread = world.threads[index];
  if (!thread.started || thread.finished || thread.at_barrier) return false;
  const auto& next = thread.next;
  if (next.wrong_index || next.wait == Wait::kNever) return true;
  if (next.wait == Wait::kCondition) return touched_by_block(scenario_, world, index).has_value();
  if (next.wait == Wait::kJoin) return world.threads[next.family].finished;
  const auto& object = world.objects[next.family][next.member];
  const bool misuse = object.holder == index || object.inside.count(index) != 0;
  switch (next.wait) {
    case Wait::kLock:
      return misuse || object.holder == -1;
    case Wait::kReadLock:
      return misuse || object.holder == -1;
    case Wait::kWriteLock:
      return misuse || (object.holder == -1 && object.inside.empty());
    case Wait::kAcquire:
      return object.count > 0;
    case Wait::kSend:
      return static_cast<std::int64_t>(object.queue.size()) < object.limit;
    case Wait::kReceive:
      return !object.queue.empty();
    case Wait::kRelock: {
      const auto& asleep = world.objects[next.family2][next.member2].asleep;
      return object.holder == -1 && std::find(asleep.begin(), asleep.end(), index) == asleep.end();
    }
    default:
      CHECK(false);
  }
}

std::vector<std::uint32_t> Scheduler::enabled(const World& world) const {
  std::vector<std::uint32_t> result;
  if (!world.end.empty()) return result;
  for (std::uint32_t i = 0; i < threads_.size(); ++i)
    if (is_enabled(world, i)) result.push_back(i);
  return result;
}

bool Scheduler::holds(World& world, scenario::ExpressionId expression) const {
  try {
    return evaluate_check(scenario_, world, expression).number != 0;
  } catch (const Failure&) {
    return false;
  }
}

void Scheduler::check_state(World& world, bool invariants) const {
  for (const auto flag : scenario_.check.never)
    if (world.flags.count(flag) != 0) world.findings.insert({"flag", scenario_.flags[flag]});
  if (!invariants) return;
  for (const auto& condition : scenario_.check.always)
    if (!holds(world, condition.value)) world.findings.insert({"invariant", condition.text});
}

void Scheduler::finish(World& world) const {
  if (!world.end.empty()) return;  // a finding ended it, and is noted
  const auto waiting = deadlock_names(scenario_, threads_, world);
  world.end = waiting.empty() ? "completed" : "deadlock";
  for (const auto& name : waiting) world.findings.insert({"deadlock", name});
  if (!waiting.empty()) return;
  for (const auto& condition : scenario_.check.finally)
    if (!holds(world, condition.value)) world.findings.insert({"final", condition.text});
  if (!scenario_.check.leaks) return;
  for (const auto& [address, record] : world.heap)
    world.findings.insert({"leak", scenario_.records[record.type].name});
}

std::set<std::string> Scheduler::races(const World& world,
                                       const std::vector<std::uint32_t>& enabled) const {
  std::vector<std::vector<Touched>> touched;
  for (const auto index : enabled) {
    const auto& next = world.threads[index].next;
    auto& list = touched.emplace_back();
    const bool record = next.place.birth != 0;
    bool alive = false;
    const scenario::Record* type = nullptr;
    for (const auto& [address, found] : world.heap)
      if (record && found.birth == next.place.birth) {
        alive = true;
        type = &scenario_.records[found.type];
      }
    if (next.wrong_index) continue;
    if (next.touch == Touch::kBlock) {
      list = *touched_by_block(scenario_, world, index);
    } else if (next.touch == Touch::kRecord && alive) {
      for (std::uint32_t f = 0; f < type->fields.size(); ++f)
        list.push_back({{kNone, 0, next.place.birth, f}, true, false});
    } else if (next.touch == Touch::kMemory && (alive || next.place.variable != kNone)) {
      const bool atomic = record ? type->fields[next.place.field].atomic
                                 : scenario_.variables[next.place.variable].atomic;
      list.push_back({next.place, next.writes, atomic});
    }
  }
  std::set<std::string> names;
  for (std::size_t i = 0; i < enabled.size(); ++i)
    for (std::size_t j = i + 1; j < enabled.size(); ++j) {
      const auto block = [&](std::size_t k) {
        return world.threads[enabled[k]].next.touch == Touch::kBlock;
      };
      if (block(i) && block(j)) continue;
      for (const auto& a : touched[i])
        for (const auto& b : touched[j])
          if (a.place == b.place && (a.write || b.write) && !(a.atomic && b.atomic))
            names.insert(family_of(scenario_, world, a.place));
    }
  return names;
}

std::optional<std::uint32_t> Scheduler::open_transaction(const World& world) const {
  for (std::uint32_t i = 0; i < threads_.size(); ++i) {
    const auto& thread = world.threads[i];
    if (!thread.started || thread.finished || thread.unit_last == 0) continue;
    if (thread.next.unit == thread.unit_last) return i;
  }
  return std::nullopt;
}

Outcome Scheduler::outcome(const World& world) const {
  Outcome result{world.end, {}, world.flags};
  std::map<std::int64_t, std::int64_t> numbers;  // of addresses, by first appearance
  for (std::size_t i = 0; i < scenario_.variables.size(); ++i) {
    auto& values = result.values.emplace_back();
    for (const auto& word : world.memory[i]) {
      const bool pointer = scenario_.variables[i].type.is_pointer() && word.number != 0;
      if (pointer) numbers.try_emplace(word.number, static_cast<std::int64_t>(numbers.size()) + 1);
      values.push_back(pointer ? numbers[word.number] : word.number);
    }
  }
  return result;
}

}  // namespace heddle::oracle
