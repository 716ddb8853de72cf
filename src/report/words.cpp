#include "report/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace heddle::report {
namespace {

constexpr std::size_t kCellsMax = 100;  // of one array, in a report for people

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// The first digits of a number as a fraction, and the number of its digits: 0.d * 10^digits.
std::pair<double, int> scientific(std::string_view number) {
  const std::string head = "0." + std::string(number.substr(0, 17));
  return {std::strtod(head.c_str(), nullptr), static_cast<int>(number.size())};
}

}  // namespace

bool is_number(const Count& count) { return count && all_digits(*count); }

std::string interleavings(std::string_view number) {
  return grouped(number) + (number == "1" ? " interleaving" : " interleavings");
}

double ratio(const Count& part, const Count& whole) {
  if (!part || !whole || !all_digits(*part) || !all_digits(*whole) || *whole == "0") return -1;
  const auto [above, digits_above] = scientific(*part);
  const auto [below, digits_below] = scientific(*whole);
  double quotient = above / below;
  for (int i = std::max(digits_above - digits_below, -400); i < 0; ++i) quotient /= 10;
  return quotient;
}

std::string share(const Count& part, const Count& whole) {
  const double part_of_whole = ratio(part, whole);
  if (part_of_whole < 0) return "";
  if (*part == "0") return "0%";
  return *part == *whole ? "100%" : share_text(part_of_whole);
}

std::string part_of(const Count& part, const Count& whole) {
  if (!part) return "";
  if (!all_digits(*part)) return "an unbounded number of interleavings";
  if (!whole || !all_digits(*whole)) return interleavings(*part);
  if (*part == *whole && *whole == "1") return "the only interleaving";
  if (*part == *whole && whole->size() > 15) return "all interleavings";
  if (*part == *whole) return "all " + interleavings(*whole);
  if (whole->size() > 15) return interleavings(*part);  // the whole is said once, in the verdict
  return grouped(*part) + " of " + interleavings(*whole);
}

std::string text_of(const Cell& cell) {
  if (cell.pointer && cell.value == 0) return "null";
  return std::to_string(cell.value);
}

std::string text_of(const NamedValue& value) {
  if (!value.array) return value.cells.empty() ? "" : text_of(value.cells.front());
  std::string text;
  for (std::size_t i = 0; i < value.cells.size(); ++i) {
    if (i == kCellsMax) return fmt::format("[{}, ... {} more]", text, value.cells.size() - i);
    text += (text.empty() ? "" : ", ") + text_of(value.cells[i]);
  }
  return "[" + text + "]";
}

std::string assignment(const NamedValue& value) { return value.name + " = " + text_of(value); }

bool equal(const NamedValue& a, const NamedValue& b) {
  return a.array == b.array && std::equal(a.cells.begin(), a.cells.end(), b.cells.begin(),
                                          b.cells.end(), [](const Cell& x, const Cell& y) {
                                            return x.value == y.value && x.pointer == y.pointer;
                                          });
}

std::string title(const std::string& kind, const std::optional<std::string>& name) {
  if (kind == "flag") return name.value_or("flag");
  return name ? kind + " " + *name : kind;
}

std::string title(const Finding& finding) { return title(finding.kind, finding.name); }

namespace {

// The words of "heddle NAME FILE ARGUMENT --set ..."; "": without an argument.
std::vector<std::string> command(const Report& report, const std::string& name,
                                 const std::string& argument) {
  const bool like_option = report.file.size() > 1 && report.file[0] == '-';
  std::vector<std::string> words = {report.program, name,
                                    like_option ? "./" + report.file : report.file};
  if (!argument.empty()) words.push_back(argument);
  for (const std::string& option : report.set_options) {
    words.emplace_back("--set");
    words.push_back(option);
  }
  return words;
}

}  // namespace

std::vector<std::string> replay_command(const Report& report, const std::string& seed) {
  return command(report, "replay", seed);
}

std::vector<std::string> explore_command(const Report& report) {
  return command(report, "explore", "");
}

std::string units_text(const std::vector<std::string>& units) {
  std::string text;
  for (std::size_t i = 0; i < units.size();) {
    std::size_t end = i;
    while (end < units.size() && units[end] == units[i]) ++end;
    text += (text.empty() ? "" : ", ") + units[i];
    if (end - i > 1) text += fmt::format(" ({} times)", end - i);
    i = end;
  }
  return text;
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " and " : ", ";
    text += words[i];
  }
  return text;
}

}  // namespace heddle::report
