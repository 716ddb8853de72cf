#include "report/page.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/escape.h"

namespace heddle::report {
namespace {

struct StyledGlyph {
  Glyph glyph;
  Style style;
  bool joined;

  bool is_space() const { return glyph.code == U' '; }
};

std::vector<StyledGlyph> styled(const Line& line) {
  std::vector<StyledGlyph> result;
  for (const Span& span : line)
    for (const Glyph& glyph : glyphs(span.text)) result.push_back({glyph, span.style, span.joined});
  return result;
}

Line spans(const std::vector<StyledGlyph>& text, std::size_t begin, std::size_t end) {
  while (end > begin && text[end - 1].is_space()) --end;
  Line line;
  for (std::size_t i = begin; i < end; ++i) {
    if (line.empty() || line.back().style != text[i].style) line.emplace_back(text[i].style, "");
    append_utf8(line.back().text, text[i].glyph.code);
  }
  return line;
}

bool is_digit(const StyledGlyph& glyph) {
  return glyph.glyph.code >= U'0' && glyph.glyph.code <= U'9';
}

bool splits_number(const std::vector<StyledGlyph>& text, std::size_t comma) {
  return text[comma].glyph.code == U',' && comma > 0 && comma + 1 < text.size() &&
         is_digit(text[comma - 1]) && is_digit(text[comma + 1]);
}

// Where a piece may end, the best first; its beginning where there is no such place.
struct Breaks {
  std::size_t space;
  std::size_t joined;  // a space of a joined span
  std::size_t comma;   // between the digits of a long number

  std::size_t best(std::size_t begin) const {
    return space > begin ? space : joined > begin ? joined : comma;
  }
};

// The end of the longest piece from `begin` on that fits: behind a space, one of a joined span only
// where there is no other, or inside a word that does not fit at all.
std::size_t piece_end(const std::vector<StyledGlyph>& text, std::size_t begin,
                      std::size_t columns) {
  std::size_t used = 0;
  Breaks last{begin, begin, begin};
  for (std::size_t i = begin; i < text.size(); ++i) {
    used += text[i].glyph.columns;
    if (used > columns) {
      if (text[i].is_space() && !text[i].joined) return i;
      const std::size_t end = last.best(begin);
      return end > begin ? end : std::max(i, begin + 1);
    }
    if (text[i].is_space()) (text[i].joined ? last.joined : last.space) = i;
    if (splits_number(text, i)) last.comma = i + 1;
  }
  return text.size();
}

const char* escape(Style style) {
  switch (style) {
    case Style::kBold:
      return "\x1b[1m";
    case Style::kDim:
      return "\x1b[2m";
    case Style::kGood:
      return "\x1b[32m";
    case Style::kBad:
      return "\x1b[1;31m";
    case Style::kNotice:
      return "\x1b[33m";
    case Style::kKey:
      return "\x1b[36m";
    case Style::kPlain:
      break;
  }
  return "";
}

bool is_plain_in_shell(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("_-./:=,+@%").find(c) != std::string_view::npos;
}

// Whether the text holds what must not reach a terminal: hidden characters, or no UTF-8.
bool needs_escapes(std::string_view text) { return escaped(text) != text; }

// The bytes as $'...' names them.
void append_octal(std::string& quoted, std::string_view bytes) {
  for (const char c : bytes)
    quoted += fmt::format("\\{:03o}", static_cast<unsigned>(static_cast<unsigned char>(c)));
}

// $'...', the quoting in which every byte has a name.
std::string escaped_quote(std::string_view argument) {
  std::string quoted = "$'";
  while (!argument.empty()) {
    const auto [code, bytes] = first_code_point(argument);
    const std::string_view next = argument.substr(0, std::max<std::size_t>(bytes, 1));
    if (bytes == 0 || is_hidden(code)) {
      append_octal(quoted, next);
    } else {
      if (code == '\'' || code == '\\') quoted += '\\';
      quoted += next;
    }
    argument.remove_prefix(next.size());
  }
  return quoted + "'";
}

// Cuts an argument into quoted pieces of at most `columns` each, which a shell puts together again.
std::vector<std::string> shell_pieces(std::string_view argument, std::size_t columns) {
  std::vector<std::string> pieces;
  std::string piece;
  for (std::size_t at = 0; at < argument.size();) {
    std::size_t next = at + 1;
    while (next < argument.size() && (static_cast<unsigned char>(argument[next]) & 0xc0) == 0x80)
      ++next;
    const std::string longer = piece + std::string(argument.substr(at, next - at));
    if (!piece.empty() && display_width(shell_quote(longer)) > columns) {
      pieces.push_back(shell_quote(piece));
      piece.clear();
      continue;
    }
    piece = longer;
    at = next;
  }
  pieces.push_back(shell_quote(piece));
  return pieces;
}

}  // namespace

std::size_t display_width(const Line& line) {
  std::size_t width = 0;
  for (const Span& span : line) width += display_width(span.text);
  return width;
}

std::vector<Line> wrap(const Line& line, std::size_t first, std::size_t columns) {
  const auto text = styled(line);
  std::vector<Line> pieces;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t width = begin == 0 ? first : columns;
    const std::size_t end = piece_end(text, begin, std::max<std::size_t>(width, 1));
    pieces.push_back(spans(text, begin, end));
    begin = end;
    while (begin < text.size() && text[begin].is_space()) ++begin;
  }
  if (pieces.empty()) pieces.emplace_back();
  return pieces;
}

void Page::put(Style style, std::string_view text) {
  const bool styled = color_ && style != Style::kPlain && !text.empty();
  if (styled) text_ += escape(style);
  text_ += text;
  if (styled) text_ += "\x1b[0m";
}

void Page::line(const Line& line) {
  const auto text = styled(line);
  std::size_t end = 0;
  for (std::size_t used = 0; end < text.size(); ++end) {
    used += text[end].glyph.columns;
    if (used > width_) break;
  }
  for (const Span& span : spans(text, 0, end)) put(span.style, span.text);
  text_ += '\n';
}

void Page::sentence(const Line& text, std::size_t indent, std::size_t hanging) {
  const std::size_t width = std::max(prose_width(), std::max(indent, hanging) + 9);
  bool first = true;
  for (const Line& piece : wrap(text, width - indent, width - hanging)) {
    Line whole{std::string(first ? indent : hanging, ' ')};
    whole.insert(whole.end(), piece.begin(), piece.end());
    line(whole);
    first = false;
  }
}

namespace {

// Lays a command out in lines that a shell joins again.
class CommandLines {
 public:
  CommandLines(std::size_t columns, std::size_t indent)
      : columns_(columns), next_indent_(std::min(indent + 4, columns / 4)) {
    begin_line(std::min(indent, columns / 4));
  }

  // Adds an argument; `follower` must stand on the same line, where that is possible.
  void add(const std::string& argument, const std::string* follower, bool last) {
    const std::string quoted = shell_quote(argument);
    const std::size_t tail = last ? 0 : 2;  // " \\"
    const std::size_t width = display_width(quoted);
    const std::size_t needed = width + (follower ? 1 + display_width(*follower) : 0);
    if (begun_ && used_ + 1 + needed + tail > columns_) end_line(" \\");
    if (used_ + width + tail > columns_) return add_pieces(argument);
    current_ += (begun_ ? " " : "") + quoted;
    used_ += width + (begun_ ? 1 : 0);
    begun_ = true;
  }

  std::vector<std::string> take() {
    if (begun_) end_line("");
    return std::move(lines_);
  }

 private:
  // No space may stand inside the argument, so its lines begin at the margin.
  void add_pieces(const std::string& argument) {
    const auto pieces = shell_pieces(argument, columns_ - 4);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      current_ = i == 0 ? " " + pieces[i] : pieces[i];
      used_ = display_width(current_);
      if (i + 1 < pieces.size()) end_line("\\");
    }
    begun_ = true;
  }

  void begin_line(std::size_t indent) {
    current_ = std::string(indent, ' ');
    used_ = indent;
    begun_ = false;
  }

  void end_line(const char* end) {
    lines_.push_back(current_ + end);
    begin_line(next_indent_);
  }

  std::size_t columns_;
  std::size_t next_indent_;
  std::vector<std::string> lines_;
  std::string current_;
  std::size_t used_ = 0;
  bool begun_ = false;
};

}  // namespace

void Page::command(const std::vector<std::string>& arguments, std::size_t indent) {
  CommandLines lines(std::max<std::size_t>(width_, 12), indent);
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const bool last = i + 1 == arguments.size();
    const bool option = arguments[i].starts_with("--") && !last;
    lines.add(arguments[i], option ? &arguments[i + 1] : nullptr, last);
  }
  for (const std::string& text : lines.take()) {
    put(Style::kKey, text);
    text_ += '\n';
  }
}

std::string shell_quote(std::string_view argument) {
  if (!argument.empty() && std::all_of(argument.begin(), argument.end(), is_plain_in_shell))
    return std::string(argument);
  if (needs_escapes(argument)) return escaped_quote(argument);
  std::string quoted = "'";
  for (const char c : argument) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace heddle::report
