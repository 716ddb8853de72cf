// Text as a terminal shows it: code points with the columns that they take.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace heddle::report {

struct Glyph {
  char32_t code = U' ';
  std::uint8_t columns = 1;  // 0 for combining marks, 2 for wide characters
};

// Decodes UTF-8. What could move the cursor, change the terminal's state or hide text is shown, not
// sent, as base/escape shows it ("\x1b", "\u{202e}", "\xff" for a byte that is no UTF-8); a tab or
// a line break becomes a space.
std::vector<Glyph> glyphs(std::string_view text);

// Appends the code point as UTF-8.
void append_utf8(std::string& text, char32_t code);

// The number of columns that the text takes on a terminal.
std::size_t display_width(std::string_view text);

// The text, shown as `glyphs` shows it, cut to `columns`; a cut is marked by "..." where there is
// room for it.
std::string clip(std::string_view text, std::size_t columns);

}  // namespace heddle::report
