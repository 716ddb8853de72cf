// Text from outside as it may be printed for people: whatever could move the cursor, change the
// terminal or hide what stands there is shown, not sent.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace heddle {

// A code point at the beginning of a text, and the bytes that it takes there: 0 when what stands
// there is no UTF-8 (cut off, overlong, a surrogate, beyond U+10FFFF).
struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 0;
};

// Requires: the text is not empty.
CodePoint first_code_point(std::string_view text);

// Whether `c` is no character to be printed: a control character (C0, DEL, C1), a separator of
// lines, a mark that turns the direction of text, a byte order mark, an invisible tag.
bool is_hidden(char32_t c);

// How a hidden code point is shown: "\x1b", "\u{202e}".
std::string escape_of(char32_t c);
// How a byte that is no UTF-8 is shown: "\xff".
std::string escape_of_byte(unsigned char byte);

// The text with each hidden code point and each byte that is no UTF-8 shown as above; everything
// else, backslashes too, stays as it is. What comes back is valid UTF-8 on one line.
std::string escaped(std::string_view text);

}  // namespace heddle
