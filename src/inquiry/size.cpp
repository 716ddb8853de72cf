// How big a search may be, read off the scenario without exploring anything.
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <unordered_set>

#include "base/deep_stack.h"
#include "explore/number.h"
#include "inquiry/inquiry.h"
#include "inquiry/session.h"

namespace heddle::inquiry {

namespace {

using explore::Number;
using scenario::Expression;
using scenario::ExpressionId;
using scenario::ExpressionKind;
using scenario::Step;
using scenario::StepKind;

// As many choices and more count as this many: longer numbers take long to multiply, and are of no
// use either.
const Number& choices_max() {
  static const Number most = Number(1) << 20'000;
  return most;
}

// At most so many accesses, and at most so many ways to choose values on the way; without a bound
// when there is none.
struct Bound {
  bool known = true;
  std::uint64_t accesses = 0;
  Number choices = 1;

  void then(const Bound& next) {
    known = known && next.known;
    if (!known) return;
    known = !__builtin_add_overflow(accesses, next.accesses, &accesses);
    choose(next.choices);
  }
  void choose(const Number& ways) {
    if (ways == 1) return;
    choices *= ways;
    if (choices > choices_max()) choices = choices_max();
  }
  void access(std::uint64_t count = 1) { then({true, count, 1}); }
};

// Beyond, the number of interleavings would take long to write.
const Number& number_max() {
  static const Number most = Number(1) << 300'000;
  return most;
}

constexpr std::uint64_t kAccessesMax = 10'000'000;  // beyond, the number would be of no use

class Sizer {
 public:
  Sizer(const scenario::Scenario& scenario, std::uint64_t thread_count)
      : scenario_(scenario), thread_count_(thread_count) {}

  Bound list(const std::vector<Step>& steps) {
    Bound bound;
    for (const Step& each : steps) {
      bound.then(step(each));
      if (bound.accesses > kAccessesMax) bound.known = false;
      if (!bound.known) break;
    }
    return bound;
  }

 private:
  // Memory that evaluating touches, both sides of && and || included.
  Bound expression(ExpressionId id) {
    Bound bound;
    std::vector<ExpressionId> waiting{id};
    while (!waiting.empty()) {
      const ExpressionId next = waiting.back();
      waiting.pop_back();
      if (next == scenario::kNone) continue;
      const Expression& node = scenario_.expressions[next];
      switch (node.kind) {
        case ExpressionKind::kVariable:
        case ExpressionKind::kCell:
        case ExpressionKind::kField:
          bound.access();
          break;
        default:
          break;
      }
      // The target of an indivisible operation is touched once, by the operation.
      for (const ExpressionId operand : node.operands) waiting.push_back(operand);
    }
    return bound;
  }

  Bound target(ExpressionId id) {
    Bound bound;
    const Expression& place = scenario_.expressions[id];
    if (place.kind != ExpressionKind::kVariable) bound.then(expression(place.operands[0]));
    return bound;
  }

  bool plain(ExpressionId id) const {
    const Expression& place = scenario_.expressions[id];
    if (place.kind != ExpressionKind::kField) return !scenario_.variables[place.index].atomic;
    const auto record = scenario_.expressions[place.operands[0]].type.record;
    return !scenario_.records[record].fields[place.index].atomic;
  }

  Bound object(const scenario::ObjectRef& ref) {
    return ref.index == scenario::kNone ? Bound{} : expression(ref.index);
  }

  Bound value(const Step& step) {
    return step.value == scenario::kNone ? Bound{} : expression(step.value);
  }

  Bound step(const Step& step) {
    Bound bound;
    switch (step.kind) {
      case StepKind::kIf: {
        bound = value(step);
        const Bound yes = list(step.body);
        const Bound no = list(step.otherwise);
        bound.then({yes.known && no.known, std::max(yes.accesses, no.accesses),
                    std::max(yes.choices, no.choices)});
        return bound;
      }
      case StepKind::kWhile:
        bound.known = false;
        return bound;
      case StepKind::kRepeat:
        return repeated(step);
      case StepKind::kAtomic:
        bound.access();
        bound.choices = list(step.body).choices;
        return bound;
      case StepKind::kWith:
        bound = object(step.object);
        bound.access(2);
        bound.then(list(step.body));
        return bound;
      case StepKind::kTransaction:
        return list(step.body);
      case StepKind::kCall:
        for (const ExpressionId argument : step.arguments) bound.then(expression(argument));
        bound.then(list(step.body));
        return bound;
      case StepKind::kChoose:
        bound.choices = step.arguments.size();
        return bound;
      default:
        return simple(step);
    }
  }

  Bound repeated(const Step& step) {
    const Expression& rounds = scenario_.expressions[step.value];
    const Bound body = list(step.body);
    Bound bound;
    bound.known = rounds.kind == ExpressionKind::kLiteral && body.known;
    if (!bound.known) return bound;
    const auto count = static_cast<std::uint64_t>(std::max<scenario::Value>(rounds.value, 0));
    if (body.choices != 1 && count > 1000) return {false, 0, 1};
    bound.known = !__builtin_mul_overflow(body.accesses, count, &bound.accesses);
    for (std::uint64_t i = 0; body.choices != 1 && i < count; ++i) bound.choose(body.choices);
    return bound;
  }

  Bound simple(const Step& step) {
    Bound bound;
    switch (step.kind) {
      case StepKind::kLet:
      case StepKind::kAssignLocal:
      case StepKind::kEvaluate:
      case StepKind::kAssert:
      case StepKind::kReturn:
        return value(step);
      case StepKind::kAssign: {
        bound = value(step);
        bound.then(target(step.target));
        const bool twice = step.op != scenario::AssignOperator::kSet && plain(step.target);
        bound.access(twice ? 2 : 1);
        return bound;
      }
      case StepKind::kFlag:
      case StepKind::kFail:
      case StepKind::kBreak:
      case StepKind::kContinue:
        return bound;
      case StepKind::kAwait:
        bound.access();
        return bound;
      case StepKind::kWait:
        bound = object(step.object);
        bound.then(object(step.second));
        bound.access(2);
        return bound;
      case StepKind::kNotify:
        bound = object(step.object);
        bound.access();
        if (thread_count_ > 2) bound.choices = thread_count_ - 1;
        return bound;
      case StepKind::kSend:
      case StepKind::kDelete:
        bound = object(step.object);
        bound.then(value(step));
        bound.access();
        return bound;
      default:
        bound = object(step.object);
        bound.access();
        return bound;
    }
  }

  const scenario::Scenario& scenario_;
  std::uint64_t thread_count_;
};

std::vector<std::string> accesses(const Session& session, std::uint32_t declaration) {
  const vm::Body& body = session.program.bodies[declaration];
  std::vector<std::string> texts;
  std::unordered_set<std::string> seen;
  for (const std::uint32_t at : body.parks) {
    const vm::Instruction& instruction = body.code[at];
    std::string text = fmt::format("{}  {}", session.scenario.sources[instruction.source].pointer,
                                   session.machine.access_text(session.execution, instruction));
    if (seen.insert(text).second) texts.push_back(std::move(text));
  }
  return texts;
}

Size measure(const scenario::Scenario& scenario) {
  const Session session(scenario);
  Size size;
  Sizer sizer(scenario, session.execution.thread_count());
  bool known = true;
  std::uint64_t steps = 0;
  Number interleavings = 1;
  for (std::uint32_t i = 0; i < scenario.threads.size(); ++i) {
    const auto& thread = scenario.threads[i];
    const Bound bound = sizer.list(thread.body);
    Size::Thread described;
    described.name =
        thread.counted ? fmt::format("{}[0..{}]", thread.name, thread.count - 1) : thread.name;
    if (bound.known) described.accesses_max = bound.accesses;
    described.accesses = accesses(session, i);
    size.threads.push_back(std::move(described));
    known = known && bound.known && bound.choices < choices_max() &&
            bound.accesses * thread.count <= kAccessesMax;
    if (!known) continue;
    // As many ways to interleave as there are places for this thread's accesses among all.
    for (std::uint32_t copy = 0; copy < thread.count && known; ++copy) {
      for (std::uint64_t k = 1; k <= bound.accesses; ++k) {
        interleavings = interleavings * (++steps) / k;
        known = steps < 20'000;
        if (!known) break;
      }
      interleavings *= bound.choices;
      known = known && interleavings < number_max();
    }
  }
  if (known) size.interleavings_max = interleavings.str();
  return size;
}

}  // namespace

Size size(const scenario::Scenario& scenario) {
  Size result;
  on_deep_stack([&] { result = measure(scenario); });
  return result;
}

}  // namespace heddle::inquiry
