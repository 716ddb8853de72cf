// 64-bit signed arithmetic as scenarios have it: overflow and division by zero are results, not
// undefined behaviour.
#pragma once

#include <cstdint>
#include <limits>

namespace heddle {

enum class ArithmeticError : std::uint8_t { kNone, kOverflow, kDivisionByZero };

enum class Arithmetic : std::uint8_t {
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kModulo,
  kBitAnd,
  kBitOr,
  kBitXor,
  kShiftLeft,
  kShiftRight,
};

// Sets `result` to a op b, or returns why there is none (then `result` is unspecified). `/`
// truncates, `%` has the sign of a, shifts are C++20's and overflow when b is not in 0..63.
inline ArithmeticError calculate(Arithmetic op, std::int64_t a, std::int64_t b,
                                 std::int64_t& result) {
  using enum Arithmetic;
  constexpr auto kMin = std::numeric_limits<std::int64_t>::min();
  const auto checked = [](bool overflowed) {
    return overflowed ? ArithmeticError::kOverflow : ArithmeticError::kNone;
  };
  switch (op) {
    case kAdd:
      return checked(__builtin_add_overflow(a, b, &result));
    case kSubtract:
      return checked(__builtin_sub_overflow(a, b, &result));
    case kMultiply:
      return checked(__builtin_mul_overflow(a, b, &result));
    case kDivide:
    case kModulo:
      if (b == 0) return ArithmeticError::kDivisionByZero;
      if (a == kMin && b == -1) return ArithmeticError::kOverflow;
      result = op == kDivide ? a / b : a % b;
      return ArithmeticError::kNone;
    case kBitAnd:
      result = a & b;
      return ArithmeticError::kNone;
    case kBitOr:
      result = a | b;
      return ArithmeticError::kNone;
    case kBitXor:
      result = a ^ b;
      return ArithmeticError::kNone;
    case kShiftLeft:
    case kShiftRight:
      if (b < 0 || b > 63) return ArithmeticError::kOverflow;
      result = op == kShiftLeft ? a << b : a >> b;
      return ArithmeticError::kNone;
  }
  __builtin_unreachable();
}

}  // namespace heddle
