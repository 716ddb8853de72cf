#include "base/escape.h"

#include <fmt/format.h>

#include "base/check.h"

namespace heddle {
namespace {

// The length that a first byte announces; 0 for one that begins no code point.
std::size_t announced_length(unsigned char first) {
  if (first < 0x80) return 1;
  if (first < 0xc2) return 0;
  if (first < 0xe0) return 2;
  if (first < 0xf0) return 3;
  return first < 0xf5 ? 4 : 0;
}

// Overlong forms, surrogates and what lies beyond the last code point.
bool is_misused(char32_t c, std::size_t length) {
  if (length == 3) return c < 0x800 || (c >= 0xd800 && c <= 0xdfff);
  return length == 4 && (c < 0x10000 || c > 0x10ffff);
}

}  // namespace

CodePoint first_code_point(std::string_view text) {
  CHECK(!text.empty());
  const auto first = static_cast<unsigned char>(text[0]);
  const std::size_t length = announced_length(first);
  if (length == 0 || length > text.size()) return {};
  if (length == 1) return {first, 1};
  char32_t c = first & (0x7fU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const auto rest = static_cast<unsigned char>(text[i]);
    if ((rest & 0xc0) != 0x80) return {};
    c = (c << 6) | (rest & 0x3fU);
  }
  if (is_misused(c, length)) return {};
  return {c, length};
}

bool is_hidden(char32_t c) {
  const auto in = [&](char32_t first, char32_t last) { return c >= first && c <= last; };
  return c < 0x20 || in(0x7f, 0x9f) || c == 0xad || c == 0x61c || c == 0x180e ||
         in(0x200e, 0x200f) || in(0x2028, 0x202e) || in(0x2060, 0x206f) || c == 0xfeff ||
         in(0xfff9, 0xfffb) || in(0xe0000, 0xe007f);
}

std::string escape_of(char32_t c) {
  const auto code = static_cast<unsigned>(c);
  return c < 0x80 ? escape_of_byte(static_cast<unsigned char>(c))
                  : fmt::format("\\u{{{:x}}}", code);
}

std::string escape_of_byte(unsigned char byte) {
  return fmt::format("\\x{:02x}", static_cast<unsigned>(byte));
}

std::string escaped(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const auto [c, bytes] = first_code_point(text);
    if (bytes == 0) {
      result += escape_of_byte(static_cast<unsigned char>(text[0]));
    } else if (is_hidden(c)) {
      result += escape_of(c);
    } else {
      result += text.substr(0, bytes);
    }
    text.remove_prefix(bytes == 0 ? 1 : bytes);
  }
  return result;
}

}  // namespace heddle
