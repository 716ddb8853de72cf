#include "base/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace heddle {

std::string grouped(std::string_view number) {
  const bool digits =
      std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits) return std::string(number);
  std::string text;
  for (std::size_t i = 0; i < number.size(); ++i) {
    if (i > 0 && (number.size() - i) % 3 == 0) text += ',';
    text += number[i];
  }
  return text;
}

std::string grouped(std::uint64_t number) { return grouped(std::to_string(number)); }

std::string bound_text(std::string_view digits) {
  if (digits.size() <= 15) return grouped(digits);
  const int tenths = 10 * (digits[0] - '0') + (digits[1] - '0') + 1;
  const bool carry = tenths == 100;
  return fmt::format("{}.{}e{}", carry ? 1 : tenths / 10, tenths % 10,
                     digits.size() - (carry ? 0 : 1));
}

std::string counted(std::uint64_t number, std::string_view noun) {
  return fmt::format("{} {}{}", grouped(number), noun, number == 1 ? "" : "s");
}

std::string share_text(double share) {
  const double percent = share * 100;
  if (percent < 0.01) return "< 0.01%";
  if (percent > 99.99) return "> 99.99%";
  return fmt::format("{:.{}f}%", percent, percent < 1 || percent > 99.9 ? 2 : 1);
}

std::string at_most_text(double share) {
  const double hundredths = std::max(1.0, std::ceil(share * 10'000));
  return hundredths >= 10'000 ? "100%" : fmt::format("{:.2f}%", hundredths / 100);
}

std::string option_text(std::string_view option, std::uint64_t value, std::uint64_t standard) {
  return fmt::format("{} {}{}", option, value, value == standard ? " (the default)" : "");
}

}  // namespace heddle
