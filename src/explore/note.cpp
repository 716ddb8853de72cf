#include "explore/note.h"

#include <algorithm>
#include <cmath>

namespace heddle::explore {

Scaled scaled(const Number& number) {
  constexpr unsigned kBits = 1000;  // that a double has room for
  if (number == 0 || msb(number) < kBits) return Scaled(number.convert_to<double>());
  const Scaled high = scaled(number >> kBits);
  return high * Scaled(std::ldexp(1.0, kBits));
}

double pct_probability(std::uint64_t threads, std::uint64_t steps, std::uint64_t depth) {
  double probability = 1.0 / static_cast<double>(std::max<std::uint64_t>(threads, 1));
  for (std::uint64_t i = 1; i < depth && probability > 0; ++i) {
    probability /= static_cast<double>(std::max<std::uint64_t>(steps, 1));
  }
  return probability;
}

}  // namespace heddle::explore
