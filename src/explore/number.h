// Numbers of interleavings: as wide as they need to be.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <cstdint>
#include <optional>
#include <string>

namespace heddle::explore {

using Number = boost::multiprecision::cpp_int;

// 128 bits, for as long as they are enough.
__extension__ using Wide = unsigned __int128;

// Adds; false when the sum does not fit (then `sum` is unspecified).
inline bool add(Wide& sum, Wide term) { return !__builtin_add_overflow(sum, term, &sum); }
inline bool add(Number& sum, const Number& term) {
  sum += term;
  return true;
}

inline Number to_number(Wide value) {
  Number number = static_cast<std::uint64_t>(value >> 64);
  number <<= 64;
  return number + static_cast<std::uint64_t>(value);
}
inline Number to_number(const Number& value) { return value; }

// A number of interleavings: known, unbounded, or not known.
struct Count {
  enum Kind { kKnown, kUnbounded, kUnknown } kind = kUnknown;
  Number value;
};

// Decimal digits, "unbounded", or nothing.
inline std::optional<std::string> text(const Count& count) {
  if (count.kind == Count::kUnknown) return std::nullopt;
  return count.kind == Count::kUnbounded ? "unbounded" : count.value.str();
}

}  // namespace heddle::explore
