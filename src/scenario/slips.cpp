#include "scenario/slips.h"

namespace heddle::scenario {

namespace syntax {

SyntaxError explain(std::string_view, const SyntaxError& error) { return error; }
SyntaxError explain_expression(std::string_view, const SyntaxError& error) { return error; }
SyntaxError explain_guard(std::string_view, const SyntaxError& error) { return error; }

std::optional<SyntaxError> find_slip(std::string_view, const Statement&, const Tree&) {
  return std::nullopt;
}
std::optional<SyntaxError> find_condition_slip(std::string_view, std::string_view) {
  return std::nullopt;
}
Word declared_name(std::string_view) { return {}; }

}  // namespace syntax

std::string block_list() {
  return "\"if\", \"while\", \"repeat\", \"atomic\", \"with\", \"transaction\"";
}
std::string explain_block_key(std::string_view, std::string_view key,
                              const std::vector<std::string_view>&) {
  return "unknown key " + std::string(key);
}
std::string explain_unknown_block(std::string_view key) {
  return "no block is called " + std::string(key);
}

}  // namespace heddle::scenario
