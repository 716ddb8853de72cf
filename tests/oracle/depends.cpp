// First everything that the text says is written down as flows: to a local, or to memory, from
// expressions, under conditions. Then all of them are asked again and again until nothing is new.
#include "oracle/depends.h"

#include <vector>

namespace heddle::oracle {

namespace {

using scenario::ExpressionId;
using scenario::ExpressionKind;
using scenario::kNone;
using scenario::Step;
using scenario::StepKind;

using Expressions = std::vector<ExpressionId>;

struct ToLocal {
  std::uint32_t local = kNone;
  Expressions from;  // what is assigned, and the conditions under which that stands
};

struct ToMemory {
  ExpressionId target = kNone;
  Memory memory;
  Expressions value;   // the right side, or the new value
  Expressions others;  // index or pointer, other operands, conditions
  bool reads = false;  // `op=` and the indivisible operations: the old value too
};

struct Text {
  std::vector<ToLocal> locals;
  std::vector<ToMemory> writes;
  Expressions sent;
};

// A break, continue or return inside a statement, and the conditions of the blocks around it there.
struct Leave {
  bool is_return = false;
  Expressions conditions;
};
using Leaves = std::vector<Leave>;

class TextReader {
 public:
  explicit TextReader(const scenario::Scenario& scenario) : scenario_(scenario) {}

  Text read(const scenario::Thread& thread) {
    list(thread.body, {});
    return std::move(text_);
  }

 private:
  Leaves list(const std::vector<Step>& steps, Expressions conditions) {
    Leaves leaves;
    for (const auto& each : steps) {
      for (const auto& leave : step(each, conditions)) {
        conditions.insert(conditions.end(), leave.conditions.begin(), leave.conditions.end());
        leaves.push_back(leave);
      }
    }
    return leaves;
  }

  Leaves step(const Step& step, const Expressions& conditions) {
    operations(step.value, conditions);
    operations(step.object.index, conditions);
    operations(step.second.index, conditions);
    for (const auto argument : step.arguments) operations(argument, conditions);
    switch (step.kind) {
      case StepKind::kBreak:
      case StepKind::kContinue:
        return {{false, {}}};
      case StepKind::kReturn:
        to_local(called_, {step.value}, conditions);
        return {{true, {}}};
      case StepKind::kIf:
      case StepKind::kWhile:
      case StepKind::kRepeat:
        return conditional(step, conditions);
      case StepKind::kAtomic:
        return atomic(step, conditions);
      case StepKind::kWith:
      case StepKind::kTransaction:
        return list(step.body, conditions);
      case StepKind::kCall:
        call(step, conditions);
        return {};
      default:
        statement(step, conditions);
        return {};
    }
  }

  Leaves conditional(const Step& step, Expressions conditions) {
    conditions.push_back(step.value);
    if (step.kind == StepKind::kRepeat) to_local(step.local, {}, conditions);
    auto leaves = list(step.body, conditions);
    for (auto& leave : list(step.otherwise, conditions)) leaves.push_back(std::move(leave));
    if (step.kind != StepKind::kIf)
      std::erase_if(leaves, [](const Leave& leave) { return !leave.is_return; });
    for (auto& leave : leaves) leave.conditions.push_back(step.value);
    return leaves;
  }

  Leaves atomic(const Step& step, Expressions conditions) {
    const bool waits = !step.body.empty() && step.body.front().kind == StepKind::kAwait;
    if (waits) conditions.push_back(step.body.front().value);
    return list(step.body, conditions);
  }

  void call(const Step& step, const Expressions& conditions) {
    for (std::size_t i = 0; i < step.arguments.size(); ++i)
      to_local(step.parameters[i], {step.arguments[i]}, conditions);
    to_local(step.local, {}, conditions);
    const auto outer = called_;
    called_ = step.local;
    list(step.body, conditions);
    called_ = outer;
  }

  void statement(const Step& step, const Expressions& conditions) {
    if (step.local != kNone) {
      auto from = step.arguments;
      from.push_back(step.value);
      to_local(step.local, from, conditions);
    }
    if (step.kind == StepKind::kSend) text_.sent.push_back(step.value);
    if (step.kind != StepKind::kAssign) return;
    operations(step.target, conditions);
    const bool reads = step.op != scenario::AssignOperator::kSet;
    text_.writes.push_back(
        {step.target, memory_of(scenario_, step.target), {step.value}, conditions, reads});
    text_.writes.back().others.push_back(place(step.target));
  }

  // The index, or the pointer.
  ExpressionId place(ExpressionId target) const {
    return scenario_.expressions[target].operands[0];
  }

  // The cas, exchange and fetch_add inside an expression.
  void operations(ExpressionId id, const Expressions& conditions) {
    if (id == kNone) return;
    const auto& expression = scenario_.expressions[id];
    for (const auto operand : expression.operands) operations(operand, conditions);
    const bool cas = expression.kind == ExpressionKind::kCas;
    if (!cas && expression.kind != ExpressionKind::kExchange &&
        expression.kind != ExpressionKind::kFetchAdd)
      return;
    const auto target = expression.operands[0];
    ToMemory write{target, memory_of(scenario_, target), {}, conditions, true};
    write.value = {expression.operands[cas ? 2 : 1]};
    write.others.push_back(place(target));
    if (cas) write.others.push_back(expression.operands[1]);
    text_.writes.push_back(std::move(write));
  }

  void to_local(std::uint32_t local, Expressions from, const Expressions& conditions) {
    if (local == kNone) return;
    from.insert(from.end(), conditions.begin(), conditions.end());
    text_.locals.push_back({local, std::move(from)});
  }

  const scenario::Scenario& scenario_;
  Text text_;
  std::uint32_t called_ = kNone;  // the local that takes what the procedure returns
};

class Relation {
 public:
  Relation(const scenario::Scenario& scenario, const Text& text)
      : scenario_(scenario), text_(text) {
    while (grow()) {
    }
  }

  std::set<Memory> of(const ToMemory& write) const {
    auto all = of(write.value);
    all.merge(of(write.others));
    if (write.reads) all.merge(read_of(write.memory));
    return all;
  }

  // Whether the thread keeps elsewhere what it read from `memory`.
  bool keeps(const Memory& memory) const {
    if (of(text_.sent).count(memory) != 0) return true;
    for (const auto& write : text_.writes)
      if (write.memory != memory && of(write.value).count(memory) != 0) return true;
    return false;
  }

 private:
  bool grow() {
    const auto size = [](const auto& sets) {
      std::size_t result = 0;
      for (const auto& [key, set] : sets) result += set.size();
      return result;
    };
    const auto before = size(locals_) + size(written_);
    for (const auto& flow : text_.locals) locals_[flow.local].merge(of(flow.from));
    for (const auto& write : text_.writes) written_[write.memory].merge(of(write));
    return size(locals_) + size(written_) != before;
  }

  std::set<Memory> of(const Expressions& expressions) const {
    std::set<Memory> all;
    for (const auto id : expressions) all.merge(of(id));
    return all;
  }

  std::set<Memory> of(ExpressionId id) const {
    if (id == kNone) return {};
    const auto& expression = scenario_.expressions[id];
    std::set<Memory> all;
    for (const auto operand : expression.operands) all.merge(of(operand));
    if (expression.kind == ExpressionKind::kLocal) {
      const auto found = locals_.find(expression.index);
      if (found != locals_.end()) all.insert(found->second.begin(), found->second.end());
    }
    const bool memory = expression.kind == ExpressionKind::kVariable ||
                        expression.kind == ExpressionKind::kCell ||
                        expression.kind == ExpressionKind::kField;
    if (memory) all.merge(read_of(memory_of(scenario_, id)));
    return all;
  }

  // What a read of it depends on: on it, and on all that the thread's own writes of it do.
  std::set<Memory> read_of(const Memory& memory) const {
    std::set<Memory> all = {memory};
    const auto found = written_.find(memory);
    if (found != written_.end()) all.insert(found->second.begin(), found->second.end());
    return all;
  }

  const scenario::Scenario& scenario_;
  const Text& text_;
  std::map<std::uint32_t, std::set<Memory>> locals_;
  std::map<Memory, std::set<Memory>> written_;
};

}  // namespace

Memory memory_of(const scenario::Scenario& scenario, ExpressionId target) {
  const auto& expression = scenario.expressions[target];
  if (expression.kind != ExpressionKind::kField) return {kNone, expression.index};
  return {scenario.expressions[expression.operands[0]].type.record, expression.index};
}

std::map<ExpressionId, std::set<Memory>> depends(const scenario::Scenario& scenario,
                                                 const scenario::Thread& thread) {
  const auto text = TextReader(scenario).read(thread);
  const Relation relation(scenario, text);
  std::map<ExpressionId, std::set<Memory>> result;
  for (const auto& write : text.writes) {
    result[write.target] = relation.of(write);
    if (relation.keeps(write.memory)) result[write.target].insert(write.memory);
  }
  return result;
}

std::set<ExpressionId> losing_writes(const scenario::Scenario& scenario) {
  std::set<ExpressionId> result;
  for (const auto& thread : scenario.threads)
    for (const auto& [target, memory] : depends(scenario, thread))
      if (memory.count(memory_of(scenario, target)) != 0) result.insert(target);
  return result;
}

}  // namespace heddle::oracle
