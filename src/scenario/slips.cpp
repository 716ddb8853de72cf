#include "scenario/slips.h"

#include <array>
#include <string>

#include "scenario/slips_code.h"

namespace heddle::scenario::syntax {

namespace {

using Finder = Slip (*)(const Code&);

template <std::size_t N>
SyntaxError first_of(std::string_view text, const SyntaxError& error,
                     const std::array<Finder, N>& finders) {
  Code code{text.substr(0, comment_begin(text)), error.begin};
  while (!code.text.empty() && is_space(code.text.back())) code.text.remove_suffix(1);
  if (text.size() > kStatementBytesMax) return error;
  for (const Finder find : finders) {
    if (Slip slip = find(code)) return *slip;
  }
  return error;
}

Slip assignment_in_condition(const Code& code) {
  if (code.at(code.error) != '=' || code.error == 0) return {};
  const std::string left = trimmed(code.text.substr(0, code.error));
  if (left.empty()) return {};
  const bool compound = std::string_view("+-*/%&|^").find(left.back()) != std::string_view::npos;
  if (compound || code.rest(code.error).starts_with("==")) return {};
  return at(
      code.error, code.error + 1,
      "= assigns, == compares: \"" + left + " == " + trimmed(code.rest(code.error + 1)) + "\"");
}

}  // namespace

SyntaxError explain(std::string_view text, const SyntaxError& error) {
  if (error.message.find("should stand here") == std::string::npos) return error;
  return first_of(text, error,
                  std::to_array<Finder>(
                      {block_in_string, typed_declaration, word_for_later, let_form, increment,
                       right_side_alone, parenthesised_keyword, method_call, foreign_statement,
                       number_slip, semicolon, statement_form, foreign_operator}));
}

SyntaxError explain_expression(std::string_view text, const SyntaxError& error) {
  if (error.message.find("should stand here") == std::string::npos) return error;
  return first_of(text, error,
                  std::to_array<Finder>({assignment_in_condition, word_for_later, number_slip,
                                         increment, semicolon, method_call, foreign_operator}));
}

SyntaxError explain_guard(std::string_view text, const SyntaxError& error) {
  const Code code{text.substr(0, comment_begin(text)), error.begin};
  const std::string_view word = code.first();
  const std::string rest = trimmed(code.rest(code.after_first()));
  if (word == "lock" || word == "mutex") {
    return *at(code.begin(), code.begin() + word.size(),
               "a mutex stands alone: {\"with\": \"" + rest + "\", \"do\": [...]}");
  }
  if (code.at(error.begin) == ',') {
    return *at(error.begin, error.begin + 1, "`with` takes one lock; put another `with` inside");
  }
  return error;
}

// ---- What parses and is wrong all the same ------------------------------------------------------

Slip find_slip(std::string_view text, const Statement& statement, const Tree& tree) {
  if (statement.empty || statement.kind != StepKind::kEvaluate) return {};
  const Code code{text.substr(0, comment_begin(text)), statement.end};
  const Node& root = tree.nodes[statement.value.root];
  if (Slip slip = block_in_string(code)) return slip;
  if (Slip slip = right_side_alone(code)) return slip;
  if (root.kind == NodeKind::kApply) return foreign_statement(code);
  const std::size_t begin = statement.begin;
  const std::size_t end = statement.end;
  if (root.kind == NodeKind::kBinary && root.op == Operator::kEqual) {
    return at(root.begin, root.end,
              "== compares; = assigns: \"" + trimmed(text.substr(begin, root.begin - begin)) +
                  " = " + trimmed(text.substr(root.end, end - root.end)) + "\"");
  }
  if (root.kind == NodeKind::kUnary && text.substr(begin, 2) == "--") {
    return at(
        begin, begin + 2,
        "there is no -- here: \"" + trimmed(text.substr(begin + 2, end - begin - 2)) + " -= 1\"");
  }
  if (root.kind == NodeKind::kName) {
    if (Slip slip = foreign_statement(code)) return slip;
    if (Slip slip = word_for_later(code)) return slip;
    if (is_reserved(root.name))
      return at(begin, end, in_quotes(root.name) + " alone is no statement; something must follow");
  }
  return at(
      begin, end,
      "this computes a value and drops it; a statement assigns, locks, calls ...: \"let x = " +
          trimmed(text.substr(begin, end - begin)) + "\"");
}

Slip find_condition_slip(std::string_view text, std::string_view key) {
  const Code code{text.substr(0, comment_begin(text)), 0};
  const std::string_view word = code.first();
  const std::string statement = trimmed(code.text);
  const std::size_t end = code.begin() + word.size();
  const bool right_side =
      word == "trylock" || word == "receive" || word == "new" || word == "choose";
  const std::string block = "{\"" + std::string(key) + "\": \"ok\", ...}";
  if (right_side) {
    return at(code.begin(), end,
              in_quotes(word) + " stands in a step of its own: \"let ok = " + statement +
                  "\", then " + block);
  }
  if (word == "let" || word == "lock" || word == "await" || word == "acquire" || word == "call" ||
      word == "wait") {
    return at(code.begin(), end,
              "a condition is an expression, and " + in_quotes(word) +
                  " begins a statement; put it before the block");
  }
  return {};
}

Word declared_name(std::string_view text) {
  const Code code{text.substr(0, comment_begin(text)), 0};
  if (code.first() != "let" && !typed_declaration(code)) return {};
  const std::size_t place = code.after_first();
  const std::string_view name = word_at(code.text, place);
  return {name, static_cast<std::uint32_t>(place), static_cast<std::uint32_t>(place + name.size())};
}

}  // namespace heddle::scenario::syntax
