#include "vm/value_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/arithmetic.h"
#include "kernel/operation.h"

namespace heddle::vm {

using scenario::Expression;
using scenario::ExpressionId;
using scenario::ExpressionKind;
using scenario::Operator;
using scenario::Value;

namespace {

constexpr std::size_t kNodesMax = 60;
constexpr std::size_t kCharactersMax = 100;
constexpr int kLeaf = 12;  // binds tighter than any operator
constexpr int kUnaryBinds = 11;

// How tightly an operator binds, and how it is written.
struct Written {
  const char* text;
  int binds;
};

Written written(Operator op) {
  constexpr Written kOperators[] = {
      {"+", 9}, {"-", 9},  {"*", 10}, {"/", 10}, {"%", 10}, {"&", 5},  {"|", 3},
      {"^", 4}, {"<<", 8}, {">>", 8}, {"==", 6}, {"!=", 6}, {"<", 7},  {"<=", 7},
      {">", 7}, {">=", 7}, {"&&", 2}, {"||", 1}, {"-", 11}, {"!", 11}, {"~", 11}};
  return kOperators[static_cast<std::size_t>(op)];
}

class ValueText {
 public:
  ValueText(const scenario::Scenario& scenario, const ValueSource& source)
      : scenario_(scenario), source_(source) {}

  std::string of(ExpressionId id) {
    if (!small(id)) return "";
    const Part part = node(id);
    const ExpressionKind kind = scenario_.expressions[id].kind;
    const bool composed = kind == ExpressionKind::kUnary || kind == ExpressionKind::kBinary ||
                          kind == ExpressionKind::kMin || kind == ExpressionKind::kMax;
    return composed && names_ > 0 && part.text.size() <= kCharactersMax ? part.text : "";
  }

 private:
  struct Part {
    std::string text;
    int binds = kLeaf;
    std::optional<Value> value;
  };

  bool small(ExpressionId root) const {
    std::vector<ExpressionId> waiting{root};
    for (std::size_t count = 0; !waiting.empty(); ++count) {
      if (count > kNodesMax) return false;
      const Expression& each = scenario_.expressions[waiting.back()];
      waiting.pop_back();
      for (const ExpressionId operand : each.operands) {
        if (operand != scenario::kNone) waiting.push_back(operand);
      }
    }
    return true;
  }

  static Part leaf(std::optional<Value> value, bool pointer) {
    if (!value) return {"...", kLeaf, std::nullopt};
    if (!pointer) return {std::to_string(*value), *value < 0 ? kUnaryBinds : kLeaf, value};
    const Value address = kernel::address_of(*value);
    return {address == 0 ? "null" : fmt::format("#{}", address), kLeaf, value};
  }

  Part node(ExpressionId id) {
    const Expression& node = scenario_.expressions[id];
    switch (node.kind) {
      case ExpressionKind::kLiteral:
        return leaf(node.value, node.type.is_pointer());
      case ExpressionKind::kSelf:
        ++names_;
        return leaf(source_.self, false);
      case ExpressionKind::kLocal:
        ++names_;
        return leaf(evaluated_ ? source_.local(node.index) : std::nullopt, node.type.is_pointer());
      case ExpressionKind::kVariable:
      case ExpressionKind::kCell:
      case ExpressionKind::kField:
        return memory(node);
      case ExpressionKind::kCas:
      case ExpressionKind::kExchange:
      case ExpressionKind::kFetchAdd:
        return indivisible(node);
      case ExpressionKind::kUnary:
        return unary(node);
      case ExpressionKind::kBinary:
        return binary(node);
      case ExpressionKind::kMin:
      case ExpressionKind::kMax:
        return extreme(node);
    }
    __builtin_unreachable();
  }

  Part memory(const Expression& node) {
    ++names_;
    std::optional<Value> place = 0;
    if (node.kind != ExpressionKind::kVariable) place = this->node(node.operands[0]).value;
    return leaf(read(node, place), node.type.is_pointer());
  }

  // The place, then the operands, then the operation; its text is what it gave.
  Part indivisible(const Expression& node) {
    ++names_;
    const Expression& target = scenario_.expressions[node.operands[0]];
    std::optional<Value> place = 0;
    if (target.kind != ExpressionKind::kVariable) place = this->node(target.operands[0]).value;
    this->node(node.operands[1]);
    if (node.operands[2] != scenario::kNone) this->node(node.operands[2]);
    return leaf(read(node, place), node.type.is_pointer());
  }

  std::optional<Value> read(const Expression& node, std::optional<Value> place) const {
    return evaluated_ && place ? source_.memory(node, *place) : std::nullopt;
  }

  Part unary(const Expression& node) {
    const Part operand = this->node(node.operands[0]);
    Part part{written(node.op).text + wrapped(operand, operand.binds <= kUnaryBinds), kUnaryBinds,
              std::nullopt};
    if (!operand.value) return part;
    if (node.op == Operator::kNot) part.value = *operand.value == 0;
    if (node.op == Operator::kComplement) part.value = ~*operand.value;
    Value negative = 0;
    if (node.op == Operator::kNegate &&
        !__builtin_sub_overflow(Value{0}, *operand.value, &negative))
      part.value = negative;
    return part;
  }

  Part binary(const Expression& node) {
    const Part left = this->node(node.operands[0]);
    const bool outer = evaluated_;
    if (node.op == Operator::kLogicalAnd) evaluated_ = outer && left.value && *left.value != 0;
    if (node.op == Operator::kLogicalOr) evaluated_ = outer && left.value && *left.value == 0;
    const Part right = this->node(node.operands[1]);
    evaluated_ = outer;
    const auto [text, binds] = written(node.op);
    return {fmt::format("{} {} {}", wrapped(left, left.binds < binds), text,
                        wrapped(right, right.binds <= binds)),
            binds, combined(node, left, right)};
  }

  std::optional<Value> combined(const Expression& node, const Part& left, const Part& right) const {
    if (!left.value) return std::nullopt;
    const bool whether = *left.value != 0;
    if (node.op == Operator::kLogicalAnd && !whether) return 0;
    if (node.op == Operator::kLogicalOr && whether) return 1;
    if (!right.value) return std::nullopt;
    const bool pointers = scenario_.expressions[node.operands[0]].type.is_pointer() ||
                          scenario_.expressions[node.operands[1]].type.is_pointer();
    const Value a = pointers ? kernel::address_of(*left.value) : *left.value;
    const Value b = pointers ? kernel::address_of(*right.value) : *right.value;
    switch (node.op) {
      case Operator::kEqual:
        return a == b;
      case Operator::kNotEqual:
        return a != b;
      case Operator::kLess:
        return a < b;
      case Operator::kLessEqual:
        return a <= b;
      case Operator::kGreater:
        return a > b;
      case Operator::kGreaterEqual:
        return a >= b;
      case Operator::kLogicalAnd:
      case Operator::kLogicalOr:
        return b != 0;
      default: {
        Value result = 0;
        const auto error = calculate(static_cast<Arithmetic>(node.op), a, b, result);
        return error == ArithmeticError::kNone ? std::optional(result) : std::nullopt;
      }
    }
  }

  Part extreme(const Expression& node) {
    const Part left = this->node(node.operands[0]);
    const Part right = this->node(node.operands[1]);
    const bool least = node.kind == ExpressionKind::kMin;
    Part part{fmt::format("{}({}, {})", least ? "min" : "max", left.text, right.text), kLeaf - 1,
              std::nullopt};
    if (left.value && right.value)
      part.value =
          least ? std::min(*left.value, *right.value) : std::max(*left.value, *right.value);
    return part;
  }

  static std::string wrapped(const Part& part, bool in_parentheses) {
    return in_parentheses ? "(" + part.text + ")" : part.text;
  }

  const scenario::Scenario& scenario_;
  const ValueSource& source_;
  std::size_t names_ = 0;
  bool evaluated_ = true;  // false: on the right of && or || that was decided by its left
};

}  // namespace

std::string value_text(const scenario::Scenario& scenario, ExpressionId expression,
                       const ValueSource& source) {
  return ValueText(scenario, source).of(expression);
}

}  // namespace heddle::vm
