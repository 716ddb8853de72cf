// A mistake as people read it: where, what, the line and a caret.
#include <algorithm>
#include <string>
#include <vector>

#include "base/check.h"
#include "base/escape.h"
#include "scenario/read.h"

namespace heddle::scenario {

namespace {

// One code point of a line, as it is shown, and the columns it takes on a terminal.
struct Glyph {
  std::string text;
  std::size_t width = 1;
};

// East Asian wide and fullwidth characters and emoji take two columns, combining marks none.
std::size_t width_of(char32_t c) {
  const auto in = [&](char32_t first, char32_t last) { return c >= first && c <= last; };
  if (in(0x300, 0x36F) || in(0x200B, 0x200F) || in(0x20D0, 0x20FF) || in(0xFE00, 0xFE0F)) return 0;
  const bool wide = in(0x1100, 0x115F) || in(0x2E80, 0xA4CF) || in(0xAC00, 0xD7A3) ||
                    in(0xF900, 0xFAFF) || in(0xFE30, 0xFE6F) || in(0xFF00, 0xFF60) ||
                    in(0xFFE0, 0xFFE6) || in(0x1F300, 0x1FAFF) || in(0x20000, 0x3FFFD);
  return wide ? 2 : 1;
}

// The next code point of the line, or a byte of it that is no UTF-8.
Glyph next_glyph(std::string_view line, std::size_t& place) {
  const auto [c, bytes] = first_code_point(line.substr(place));
  const std::string_view raw = line.substr(place, std::max<std::size_t>(bytes, 1));
  place += raw.size();
  if (raw == "\t") return {" ", 1};
  if (bytes != 0 && !is_hidden(c)) return {std::string(raw), width_of(c)};
  const std::string shown =
      bytes != 0 ? escape_of(c) : escape_of_byte(static_cast<unsigned char>(raw[0]));
  return {shown, shown.size()};
}

std::vector<Glyph> glyphs_of(std::string_view line) {
  std::vector<Glyph> result;
  for (std::size_t place = 0; place < line.size();) {
    // A byte that continues a code point does not count as a column.
    const bool continues = (static_cast<unsigned char>(line[place]) & 0xC0) == 0x80;
    Glyph glyph = next_glyph(line, place);
    if (continues && !result.empty()) {
      result.back().text += glyph.text;
      result.back().width += glyph.width;
    } else {
      result.push_back(std::move(glyph));
    }
  }
  return result;
}

// Walks through the lines of a text, from one to a later one.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {
    if (text.substr(0, 3) == "\xEF\xBB\xBF") rest_.remove_prefix(3);
  }
  // The line of this number, without its end. Requires: not before that of the last call.
  std::string_view go_to(std::uint32_t number) {
    CHECK(number >= line_);
    for (; line_ < number; ++line_) {
      const std::size_t end = rest_.find('\n');
      rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    }
    std::string_view line = rest_.substr(0, rest_.find('\n'));
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return line;
  }

 private:
  std::string_view rest_;
  std::uint32_t line_ = 1;
};

std::size_t width_of(const std::vector<Glyph>& glyphs, std::size_t begin, std::size_t end) {
  std::size_t result = 0;
  for (std::size_t i = begin; i < end; ++i) result += glyphs[i].width;
  return result;
}

constexpr std::string_view kDots = "...";

// The byte offset of the code point that is the `column`-th of the line, counted from 0.
std::size_t byte_of(std::string_view line, std::size_t column) {
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
  constexpr std::size_t kBlock = 4096;
  std::size_t place = 0;
  while (place + kBlock < line.size()) {  // whole blocks first: lines may be long
    const auto count = static_cast<std::size_t>(
        std::count_if(line.begin() + static_cast<std::ptrdiff_t>(place),
                      line.begin() + static_cast<std::ptrdiff_t>(place + kBlock), begins));
    if (count > column) break;
    column -= count;
    place += kBlock;
  }
  for (; place < line.size(); ++place) {
    if (begins(line[place]) && column-- == 0) return place;
  }
  return line.size();
}

// The line, cut around the caret where it is too long, and the caret below.
std::string excerpt(std::string_view line, std::size_t column, std::size_t length,
                    std::size_t width) {
  // Of a very long line only what may be shown is looked at.
  const std::size_t around = 8 * std::max<std::size_t>(width, 20);
  const std::size_t focus = byte_of(line, column - 1);
  std::size_t from = focus > around ? focus - around : 0;
  while (from > 0 && from < focus && (static_cast<unsigned char>(line[from]) & 0xC0) == 0x80)
    ++from;
  line = line.substr(from, focus - from + around);
  std::vector<Glyph> glyphs = glyphs_of(line);
  const std::size_t caret = glyphs_of(line.substr(0, focus - from)).size();
  const std::size_t room = std::max<std::size_t>(width, 20) - 2;
  std::size_t begin = 0;
  std::size_t end = glyphs.size();
  if (width_of(glyphs, 0, end) > room) {
    const std::size_t inner = room - 2 * kDots.size();
    begin = caret;
    while (begin > 0 && width_of(glyphs, begin - 1, caret) <= inner / 2) --begin;
    end = begin;
    std::size_t used = 0;
    while (end < glyphs.size() && used + glyphs[end].width <= inner) used += glyphs[end++].width;
  }
  std::string text = "  ";
  std::string marks = "  ";
  if (begin > 0) {
    text += kDots;
    marks += std::string(kDots.size(), ' ');
  }
  for (std::size_t i = begin; i < end; ++i) text += glyphs[i].text;
  if (end < glyphs.size()) text += kDots;
  marks += std::string(width_of(glyphs, begin, caret), ' ') + "^";
  const std::size_t last = std::min(caret + length, end);
  const std::size_t under = caret < last ? width_of(glyphs, caret, last) : 1;
  if (under > 1) marks += std::string(under - 1, '~');
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text + "\n" + marks + "\n";
}

// Long messages go over several lines, broken between words.
std::string wrapped(std::string_view text, std::size_t width) {
  std::string result;
  std::size_t used = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    const std::size_t columns = glyphs_of(word).size();
    if (used > 0 && used + 1 + columns > width) {
      result += "\n    ";
      used = 4;
    } else if (used > 0) {
      result += ' ';
      ++used;
    }
    result += word;
    used += columns;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result;
}

std::string render_in(const Problem& problem, std::string_view file, std::string_view line,
                      std::size_t width, std::size_t message_width) {
  std::string head = escaped(file) + ":" + std::to_string(problem.line) + ":" +
                     std::to_string(problem.column) + ": error: " + escaped(problem.message);
  std::string result = wrapped(head, message_width) + "\n";
  if (!problem.pointer.empty()) {
    std::string pointer = escaped(problem.pointer);
    constexpr std::size_t kTextLongest = 400;
    if (problem.pointer.size() > kTextLongest) {
      const std::size_t from = problem.pointer.find('/', problem.pointer.size() - kTextLongest);
      pointer = "..." + escaped(problem.pointer.substr(std::min(from, problem.pointer.size())));
    }
    result += "  at " + pointer + "\n";
  }
  return result + excerpt(line, problem.column, problem.length, width);
}

}  // namespace

std::string render(const Problem& problem, std::string_view file, std::string_view json,
                   std::size_t width, std::size_t message_width) {
  return render_in(problem, file, Lines(json).go_to(problem.line), width,
                   message_width > 0 ? message_width : width);
}

std::vector<std::string> render(const Problems& problems, std::string_view file,
                                std::string_view json, std::size_t width,
                                std::size_t message_width) {
  std::vector<std::string> result;
  Lines lines(json);
  for (const Problem& problem : problems) {
    result.push_back(render_in(problem, file, lines.go_to(problem.line), width,
                               message_width > 0 ? message_width : width));
  }
  return result;
}

}  // namespace heddle::scenario
