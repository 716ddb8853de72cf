// The grammar of statements and expressions.
#pragma once

#include <optional>
#include <string_view>

#include "scenario/syntax.h"

namespace heddle::scenario::syntax {

// At most this long, in bytes.
inline constexpr std::size_t kStatementBytesMax = 65'536;

// Each parses one string of the file, comment and all, adds its nodes to `tree` and fills the
// result, or returns what is wrong. The stack used does not depend on the text.
std::optional<SyntaxError> parse_statement(std::string_view text, Tree& tree, Statement& result);
std::optional<SyntaxError> parse_expression(std::string_view text, Tree& tree, Statement& result);
// What `with` takes: a mutex, or rdlock, wrlock or acquire and an object.
std::optional<SyntaxError> parse_guard(std::string_view text, Tree& tree, Statement& result);

// Where the comment of a statement begins, or its size.
std::size_t comment_begin(std::string_view text);

// The word a letter starts at `offset`, "" when there is none.
std::string_view word_at(std::string_view text, std::size_t offset);

}  // namespace heddle::scenario::syntax
