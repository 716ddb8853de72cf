// Characters of ASCII, whatever the locale is.
#pragma once

namespace heddle {

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
// A letter or "_": what a name may begin with.
inline bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
inline bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

}  // namespace heddle
