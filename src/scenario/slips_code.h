// The text of a statement with a slip in it, and the slips that are looked for one after the other.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/letters.h"
#include "scenario/grammar.h"
#include "scenario/names.h"
#include "scenario/syntax.h"

namespace heddle::scenario::syntax {

using Slip = std::optional<SyntaxError>;

// The code of a string, without its comment, and where the grammar gave up.
struct Code {
  std::string_view text;
  std::size_t error = 0;

  std::size_t skip(std::size_t place) const {
    while (place < text.size() && is_space(text[place])) ++place;
    return place;
  }
  std::size_t begin() const { return skip(0); }
  std::string_view first() const { return word_at(text, begin()); }
  std::size_t after_first() const { return skip(begin() + first().size()); }
  char at(std::size_t place) const { return place < text.size() ? text[place] : '\0'; }
  std::string_view rest(std::size_t place) const {
    return place < text.size() ? text.substr(place) : std::string_view();
  }
  std::string_view last_word_before(std::size_t place) const {
    while (place > 0 && is_space(text[place - 1])) --place;
    std::size_t from = place;
    while (from > 0 && (is_identifier(text.substr(from - 1, 1)) || is_digit(text[from - 1])))
      --from;
    return text.substr(from, place - from);
  }
};

inline Slip at(std::size_t begin, std::size_t end, std::string message) {
  return SyntaxError{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end),
                     std::move(message)};
}

// Without blanks around it, cut after `most` characters.
inline std::string trimmed(std::string_view text, std::size_t most = 40) {
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  std::string result(text.substr(0, most));
  if (text.size() > most) result += "...";
  return result;
}

template <std::size_t N>
bool one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Each finds one slip that explains why the grammar gave up where it did.
// In whole statements (slips_statements.cpp):
Slip semicolon(const Code& code);
Slip increment(const Code& code);
Slip block_in_string(const Code& code);
Slip typed_declaration(const Code& code);
Slip let_form(const Code& code);
Slip parenthesised_keyword(const Code& code);
Slip right_side_alone(const Code& code);
Slip word_for_later(const Code& code);
Slip method_call(const Code& code);
Slip foreign_statement(const Code& code);
Slip statement_form(const Code& code);

// Anywhere in an expression (slips_expressions.cpp):
Slip number_slip(const Code& code);
Slip foreign_operator(const Code& code);

}  // namespace heddle::scenario::syntax
