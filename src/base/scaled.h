// A non-negative number of any size with the precision of a double: for estimates of numbers that
// no double holds. Only operations whose results IEEE 754 fixes, so all machines agree.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>

namespace heddle {

class Scaled {
 public:
  Scaled() = default;
  explicit Scaled(double value) : mantissa_(value) { normalise(); }

  Scaled& operator*=(const Scaled& other) {
    mantissa_ *= other.mantissa_;
    exponent_ += other.exponent_;
    normalise();
    return *this;
  }
  Scaled& operator/=(const Scaled& other) {
    mantissa_ /= other.mantissa_;
    exponent_ -= other.exponent_;
    normalise();
    return *this;
  }
  Scaled& operator+=(const Scaled& other) { return add(other, 1); }
  // What is left; 0 when `other` is the larger one, as rounding may make it.
  Scaled& operator-=(const Scaled& other) {
    add(other, -1);
    if (mantissa_ < 0) *this = Scaled();
    return *this;
  }
  friend Scaled operator*(Scaled a, const Scaled& b) { return a *= b; }
  friend Scaled operator/(Scaled a, const Scaled& b) { return a /= b; }

  Scaled root() const {
    Scaled result = *this;
    if (result.exponent_ % 2 != 0) {
      result.mantissa_ *= 2;
      --result.exponent_;
    }
    result.mantissa_ = std::sqrt(result.mantissa_);
    result.exponent_ /= 2;
    result.normalise();
    return result;
  }
  friend bool operator<(const Scaled& a, const Scaled& b) {
    const bool comparable = a.mantissa_ > 0 && b.mantissa_ > 0 && a.exponent_ != b.exponent_;
    return comparable ? a.exponent_ < b.exponent_ : a.mantissa_ < b.mantissa_;
  }
  bool zero() const { return mantissa_ == 0; }
  // Infinity when it is too large for a double.
  double value() const {
    if (exponent_ > 2000) return HUGE_VAL;
    if (exponent_ < -2000) return 0;
    return std::ldexp(mantissa_, static_cast<int>(exponent_));
  }
  // Two digits and a power of ten: "1.4e12"; below a million all digits, rounded.
  std::string text() const;

 private:
  Scaled& add(const Scaled& other, int sign) {
    if (other.mantissa_ == 0) return *this;
    if (mantissa_ == 0) {
      *this = other;
      mantissa_ *= sign;
      return *this;
    }
    const std::int64_t difference = other.exponent_ - exponent_;
    if (difference > 100) {
      *this = other;
      mantissa_ *= sign;
    } else if (difference >= -100) {
      mantissa_ += sign * std::ldexp(other.mantissa_, static_cast<int>(difference));
      normalise();
    }
    return *this;
  }
  // The mantissa is in [1/2, 1), or 0.
  void normalise() {
    int shift = 0;
    mantissa_ = std::frexp(mantissa_, &shift);
    exponent_ = mantissa_ == 0 ? 0 : exponent_ + shift;
  }

  double mantissa_ = 0;
  std::int64_t exponent_ = 0;
};

inline std::string Scaled::text() const {
  if (exponent_ <= 20) return std::to_string(std::llround(value()));
  Scaled rest = *this;
  std::int64_t power = 0;
  for (std::int64_t step = std::int64_t{1} << 40; step > 0; step /= 2) {
    // Divides by 10^step as long as something of at least 1 is left.
    Scaled tens(10);
    for (std::int64_t i = 1; i < step; i *= 2) tens *= tens;
    while (rest.exponent_ > tens.exponent_ ||
           (rest.exponent_ == tens.exponent_ && rest.mantissa_ >= tens.mantissa_)) {
      rest /= tens;
      power += step;
    }
  }
  const long tenths = std::lround(rest.value() * 10);
  if (tenths >= 100) return "1.0e" + std::to_string(power + 1);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + "e" +
         std::to_string(power);
}

}  // namespace heddle
