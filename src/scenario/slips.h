// The slips of newcomers: what people write out of habit, and what it is called here.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/syntax.h"

namespace heddle::scenario {

namespace syntax {

// Makes a syntax error say what would be right, where the text is a known slip.
SyntaxError explain(std::string_view text, const SyntaxError& error);
SyntaxError explain_expression(std::string_view text, const SyntaxError& error);
SyntaxError explain_guard(std::string_view text, const SyntaxError& error);

// A statement that parses but cannot be one, such as "a == 1" or "lock(m)"; none when it is fine.
std::optional<SyntaxError> find_slip(std::string_view text, const Statement& statement,
                                     const Tree& tree);
// A condition that is a statement: "trylock m".
std::optional<SyntaxError> find_condition_slip(std::string_view text, std::string_view key);

// The local that a statement with a syntax error seems to declare, to pass over its uses.
Word declared_name(std::string_view text);

// What to say of a word that is kept for later, with what to write today; none for other words.
std::optional<std::string> kept_word(std::string_view word);

}  // namespace syntax

// "if, while, ..." for messages.
std::string block_list();
std::string explain_block_key(std::string_view block, std::string_view key,
                              const std::vector<std::string_view>& keys);
std::string explain_unknown_block(std::string_view key);

}  // namespace heddle::scenario
