#include "report/glyphs.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/escape.h"

namespace heddle::report {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Marks that stand on the character before them, and characters without any width.
constexpr std::array kZeroWidth = {
    Range{0x0300, 0x036f}, Range{0x0483, 0x0489},  Range{0x0591, 0x05bd}, Range{0x0610, 0x061a},
    Range{0x064b, 0x065f}, Range{0x0900, 0x0902},  Range{0x093c, 0x093c}, Range{0x0941, 0x0948},
    Range{0x0e31, 0x0e31}, Range{0x0e34, 0x0e3a},  Range{0x0e47, 0x0e4e}, Range{0x1160, 0x11ff},
    Range{0x1ab0, 0x1aff}, Range{0x1dc0, 0x1dff},  Range{0x200b, 0x200f}, Range{0x202a, 0x202e},
    Range{0x2060, 0x206f}, Range{0x20d0, 0x20ff},  Range{0xfe00, 0xfe0f}, Range{0xfe20, 0xfe2f},
    Range{0xfeff, 0xfeff}, Range{0xe0100, 0xe01ef}};

// East Asian wide and fullwidth characters, and emoji.
constexpr std::array kWide = {
    Range{0x1100, 0x115f},   Range{0x231a, 0x231b},   Range{0x2329, 0x232a},
    Range{0x23e9, 0x23ec},   Range{0x25fd, 0x25fe},   Range{0x2614, 0x2615},
    Range{0x2648, 0x2653},   Range{0x26a1, 0x26a1},   Range{0x26bd, 0x26be},
    Range{0x2705, 0x2705},   Range{0x270a, 0x270b},   Range{0x274c, 0x274c},
    Range{0x2753, 0x2755},   Range{0x2757, 0x2757},   Range{0x2e80, 0x303e},
    Range{0x3041, 0x33ff},   Range{0x3400, 0x4dbf},   Range{0x4e00, 0x9fff},
    Range{0xa000, 0xa4cf},   Range{0xa960, 0xa97f},   Range{0xac00, 0xd7a3},
    Range{0xf900, 0xfaff},   Range{0xfe30, 0xfe6f},   Range{0xff00, 0xff60},
    Range{0xffe0, 0xffe6},   Range{0x1f1e6, 0x1f202}, Range{0x1f300, 0x1f64f},
    Range{0x1f680, 0x1f6ff}, Range{0x1f900, 0x1f9ff}, Range{0x20000, 0x3fffd}};

template <std::size_t N>
bool contains(const std::array<Range, N>& ranges, char32_t code) {
  const auto next =
      std::upper_bound(ranges.begin(), ranges.end(), code,
                       [](char32_t c, const Range& range) { return c < range.first; });
  return next != ranges.begin() && code <= std::prev(next)->last;
}

std::uint8_t columns_of(char32_t code) {
  if (code < 0x300) return 1;
  if (contains(kZeroWidth, code)) return 0;
  return contains(kWide, code) ? 2 : 1;
}

// Shows an escape in place of what must not be sent.
void show(std::vector<Glyph>& result, const std::string& escape) {
  for (const char c : escape) result.push_back({static_cast<char32_t>(c), 1});
}

}  // namespace

std::vector<Glyph> glyphs(std::string_view text) {
  std::vector<Glyph> result;
  result.reserve(text.size());
  while (!text.empty()) {
    const auto [code, bytes] = first_code_point(text);
    if (bytes == 0) {
      show(result, escape_of_byte(static_cast<unsigned char>(text[0])));
    } else if (code == '\t' || code == '\n' || code == '\r') {
      result.push_back({U' ', 1});
    } else if (is_hidden(code)) {
      show(result, escape_of(code));
    } else {
      result.push_back({code, columns_of(code)});
    }
    text.remove_prefix(bytes == 0 ? 1 : bytes);
  }
  return result;
}

void append_utf8(std::string& text, char32_t code) {
  const auto put = [&text](char32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (code < 0x80) return put(code);
  if (code < 0x800) return put(0xc0 | (code >> 6)), put(0x80 | (code & 0x3f));
  if (code < 0x10000) {
    put(0xe0 | (code >> 12));
  } else {
    put(0xf0 | (code >> 18));
    put(0x80 | ((code >> 12) & 0x3f));
  }
  put(0x80 | ((code >> 6) & 0x3f));
  put(0x80 | (code & 0x3f));
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (const Glyph& glyph : glyphs(text)) width += glyph.columns;
  return width;
}

std::string clip(std::string_view text, std::size_t columns) {
  const bool fits = display_width(text) <= columns;
  const std::string mark = fits || columns < 8 ? "" : "...";
  std::string result;
  std::size_t used = mark.size();
  for (const Glyph& glyph : glyphs(text)) {
    used += glyph.columns;
    if (used > columns) break;
    append_utf8(result, glyph.code);
  }
  return result + mark;
}

}  // namespace heddle::report
