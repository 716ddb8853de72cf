// A page of text for a terminal: styled lines, never wider than the page.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "report/glyphs.h"

namespace heddle::report {

enum class Style : unsigned char {
  kPlain,
  kBold,    // headings, names
  kDim,     // what the eye may pass over
  kGood,    // as it should be
  kBad,     // findings
  kNotice,  // warnings, what is not certain
  kKey,     // commands to copy, threads
};

struct Span {
  Style style = Style::kPlain;
  std::string text;
  bool joined = false;  // no line is broken at its spaces while there are others

  Span(std::string plain) : text(std::move(plain)) {}  // NOLINT: implicit
  Span(const char* plain) : text(plain) {}             // NOLINT: implicit
  Span(Style s, std::string t, bool j = false) : style(s), text(std::move(t)), joined(j) {}
};

using Line = std::vector<Span>;

std::size_t display_width(const Line& line);

// Breaks a line at spaces, so that no piece is wider than `columns` (at
// least 1), the first one than `first`; a word that is wider is cut. At least one piece, which may
// be empty.
std::vector<Line> wrap(const Line& line, std::size_t first, std::size_t columns);
inline std::vector<Line> wrap(const Line& line, std::size_t columns) {
  return wrap(line, columns, columns);
}

class Page {
 public:
  Page(std::size_t width, bool color) : width_(width), color_(color) {}

  std::size_t width() const { return width_; }
  // The width that is comfortable for sentences.
  std::size_t prose_width() const { return width_ < 100 ? width_ : 100; }

  // Prints one line, cut where the page ends; spaces at its end are dropped.
  void line(const Line& line);
  void blank() { text_ += '\n'; }
  // Prints a sentence, broken at spaces: the first line is indented by `indent`, the others by
  // `hanging`.
  void sentence(const Line& text, std::size_t indent = 0, std::size_t hanging = 0);
  // Prints a command that can be copied as it stands: what does not fit goes on behind a backslash.
  void command(const std::vector<std::string>& arguments, std::size_t indent);

  std::string take() { return std::move(text_); }

 private:
  void put(Style style, std::string_view text);

  std::size_t width_;
  bool color_;
  std::string text_;
};

// The argument as a POSIX shell takes it: unchanged when nothing in it is special, else quoted.
std::string shell_quote(std::string_view argument);

}  // namespace heddle::report
