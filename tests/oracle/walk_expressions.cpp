// Expressions: operands from left to right, each read its own access.
#include <algorithm>

#include "base/check.h"
#include "oracle/arithmetic.h"
#include "oracle/walk.h"

namespace heddle::oracle {

using scenario::ExpressionKind;
using scenario::Operator;

Word Walk::evaluate(scenario::ExpressionId id) {
  const auto& expression = scenario_.expressions[id];
  const Mark here(*this, Word{id, kNone});  // no record: never taken for a value
  switch (expression.kind) {
    case ExpressionKind::kLiteral:
      return {expression.value, 0};
    case ExpressionKind::kSelf:
      return {number_, 0};
    case ExpressionKind::kLocal:
      return locals_[expression.index];
    case ExpressionKind::kVariable:
    case ExpressionKind::kCell:
    case ExpressionKind::kField: {
      const auto target = resolve(id);
      const Mark mark(*this, target.word);
      return read(target);
    }
    case ExpressionKind::kUnary:
      return {unary(expression.op, evaluate(expression.operands[0]).number), 0};
    case ExpressionKind::kBinary:
    case ExpressionKind::kMin:
    case ExpressionKind::kMax:
      return evaluate_binary(expression);
    case ExpressionKind::kCas:
      return evaluate_cas(expression);
    case ExpressionKind::kExchange:
    case ExpressionKind::kFetchAdd:
      return evaluate_update(expression);
  }
  CHECK(false);
}

Word Walk::evaluate_binary(const scenario::Expression& expression) {
  const auto left = evaluate(expression.operands[0]);
  const bool binary_kind = expression.kind == ExpressionKind::kBinary;
  const bool is_and = binary_kind && expression.op == Operator::kLogicalAnd;
  const bool is_or = binary_kind && expression.op == Operator::kLogicalOr;
  if (is_and && left.number == 0) return {0, 0};
  if (is_or && left.number != 0) return {1, 0};
  const Mark mark(*this, left);
  const auto right = evaluate(expression.operands[1]);
  if (is_and || is_or) return {right.number != 0, 0};
  if (expression.kind == ExpressionKind::kMin) return {std::min(left.number, right.number), 0};
  if (expression.kind == ExpressionKind::kMax) return {std::max(left.number, right.number), 0};
  return {binary(expression.op, left.number, right.number), 0};
}

Word Walk::evaluate_cas(const scenario::Expression& expression) {
  const auto target = resolve(expression.operands[0]);
  const Mark mark(*this, target.word);
  const auto expected = evaluate(expression.operands[1]);
  const Mark mark_expected(*this, expected);
  const auto desired = evaluate(expression.operands[2]);
  const Mark mark_desired(*this, desired);
  return update("cas", target, [&](Word& stored) {
    if (stored.number != expected.number) return false;
    stored = desired;
    return true;
  });
}

Word Walk::evaluate_update(const scenario::Expression& expression) {
  const auto target = resolve(expression.operands[0]);
  const Mark mark(*this, target.word);
  const auto operand = evaluate(expression.operands[1]);
  const Mark mark_operand(*this, operand);
  const bool exchange = expression.kind == ExpressionKind::kExchange;
  return update(exchange ? "exchange" : "update", target, [&](Word& stored) {
    stored = exchange ? operand : Word{binary(Operator::kAdd, stored.number, operand.number), 0};
    return true;
  });
}

Word Walk::evaluate_at_once(scenario::ExpressionId expression) {
  at_once_ = true;
  const auto value = evaluate(expression);
  at_once_ = false;
  return value;
}

}  // namespace heddle::oracle
