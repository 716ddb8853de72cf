#include "tell/deed.h"

#include <array>
#include <utility>

#include "kernel/rules.h"

namespace heddle::tell {

namespace {

// Updates have names of their own.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kUpdates = {{
    {"cas", "compares and swaps"},
    {"exchange", "exchanges"},
    {"fetch_add", "adds to"},
}};

std::string_view deed_of(std::string_view verb) {
  for (const auto& [name, what] : kUpdates) {
    if (name == verb) return what;
  }
  for (const kernel::Rules& row : kernel::operation_rules) {
    if (row.verb == verb) return row.deed;
  }
  return "";
}

}  // namespace

Deed deed(std::string_view access) {
  const auto space = access.find(' ');
  const std::string_view what = deed_of(access.substr(0, space));
  if (what.empty()) return {"does", std::string(access)};
  const bool object = space != std::string_view::npos;
  return {std::string(what), std::string(object ? access.substr(space + 1) : "")};
}

}  // namespace heddle::tell
