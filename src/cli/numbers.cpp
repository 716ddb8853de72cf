#include "cli/numbers.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "base/letters.h"

namespace heddle::cli {
namespace {

// Reads all of `text` as a number.
template <class Number>
std::errc parse(const std::string& text, Number& number) {
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc()) return error;
  return rest == end ? std::errc() : std::errc::invalid_argument;
}

bool is_constant_name(const std::string& text) {
  return !text.empty() && is_letter(text[0]) &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_letter(c) || is_digit(c); });
}

}  // namespace

std::uint64_t whole_number(const std::string& option, const std::string& text,
                           std::uint64_t least) {
  std::uint64_t number = 0;
  const std::errc error = parse(text, number);
  if (error == std::errc::result_out_of_range)
    throw UsageError(fmt::format("{}: {} is too large", option, text));
  if (error != std::errc() || number < least)
    throw UsageError(
        fmt::format("{}: \"{}\" is not a whole number of {} or more", option, text, least));
  return number;
}

double seconds(const std::string& option, const std::string& text) {
  double number = 0;
  if (parse(text, number) != std::errc() || !std::isfinite(number) || number <= 0)
    throw UsageError(
        fmt::format("{}: \"{}\" is not a number of seconds above 0, like 2 or 0.5", option, text));
  return number;
}

scenario::Override constant(const std::string& option, const std::string& text) {
  const auto equals = text.find('=');
  const std::string name = text.substr(0, equals);
  if (equals == std::string::npos || !is_constant_name(name))
    throw UsageError(
        fmt::format("{}: \"{}\" is not NAME=VALUE, like deposited=1000", option, text));
  scenario::Override result{name, 0, option};
  const std::string value = text.substr(equals + 1);
  const std::errc error = parse(value, result.value);
  if (error == std::errc::result_out_of_range)
    throw UsageError(fmt::format("{} {}: {} does not fit 64 bits", option, name, value));
  if (error != std::errc())
    throw UsageError(fmt::format("{} {}: \"{}\" is not a whole number", option, name, value));
  return result;
}

}  // namespace heddle::cli
