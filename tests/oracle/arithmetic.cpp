#include "oracle/arithmetic.h"

#include "base/check.h"
#include "oracle/walker.h"

namespace heddle::oracle {

namespace {

using scenario::AssignOperator;
using scenario::Operator;
__extension__ using Wide = __int128;

std::int64_t narrow(Wide value) {
  if (value < INT64_MIN || value > INT64_MAX) throw Failure{"overflow"};
  return static_cast<std::int64_t>(value);
}

std::int64_t divide(Operator op, std::int64_t left, std::int64_t right) {
  if (right == 0) throw Failure{"division-by-zero"};
  const Wide quotient = Wide{left} / right;
  const auto narrow_quotient = narrow(quotient);  // INT64_MIN % -1 overflows like the division
  return op == Operator::kDivide ? narrow_quotient : narrow(Wide{left} % right);
}

std::int64_t shift(Operator op, std::int64_t left, std::int64_t right) {
  if (right < 0 || right >= 64) throw Failure{"overflow"};
  if (op == Operator::kShiftRight) return left >> right;
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(left) << right);
}

}  // namespace

std::int64_t binary(Operator op, std::int64_t left, std::int64_t right) {
  switch (op) {
    case Operator::kAdd:
      return narrow(Wide{left} + right);
    case Operator::kSubtract:
      return narrow(Wide{left} - right);
    case Operator::kMultiply:
      return narrow(Wide{left} * right);
    case Operator::kDivide:
    case Operator::kModulo:
      return divide(op, left, right);
    case Operator::kBitAnd:
      return left & right;
    case Operator::kBitOr:
      return left | right;
    case Operator::kBitXor:
      return left ^ right;
    case Operator::kShiftLeft:
    case Operator::kShiftRight:
      return shift(op, left, right);
    case Operator::kEqual:
      return left == right;
    case Operator::kNotEqual:
      return left != right;
    case Operator::kLess:
      return left < right;
    case Operator::kLessEqual:
      return left <= right;
    case Operator::kGreater:
      return left > right;
    case Operator::kGreaterEqual:
      return left >= right;
    default:
      break;  // && and || are the walker's: they may leave out the right side
  }
  CHECK(false);
}

std::int64_t unary(Operator op, std::int64_t operand) {
  if (op == Operator::kNegate) return narrow(-Wide{operand});
  if (op == Operator::kNot) return operand == 0;
  CHECK(op == Operator::kComplement);
  return ~operand;
}

std::int64_t assigned(AssignOperator op, std::int64_t left, std::int64_t right) {
  switch (op) {
    case AssignOperator::kSet:
      return right;
    case AssignOperator::kAdd:
      return binary(Operator::kAdd, left, right);
    case AssignOperator::kSubtract:
      return binary(Operator::kSubtract, left, right);
    case AssignOperator::kMultiply:
      return binary(Operator::kMultiply, left, right);
    case AssignOperator::kDivide:
      return binary(Operator::kDivide, left, right);
    case AssignOperator::kModulo:
      return binary(Operator::kModulo, left, right);
    case AssignOperator::kBitAnd:
      return left & right;
    case AssignOperator::kBitOr:
      return left | right;
    case AssignOperator::kBitXor:
      return left ^ right;
  }
  CHECK(false);
}

}  // namespace heddle::oracle
