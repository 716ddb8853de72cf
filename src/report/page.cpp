#include "report/page.h"

#include <fmt/format.h>

#include <algorithm>

namespace heddle::report {
namespace {

struct StyledGlyph {
  Glyph glyph;
  Style style;
};

std::vector<StyledGlyph> styled(const Line& line) {
  std::vector<StyledGlyph> result;
  for (const Span& span : line)
    for (const Glyph& glyph : glyphs(span.text)) result.push_back({glyph, span.style});
  return result;
}

Line spans(const std::vector<StyledGlyph>& text, std::size_t begin, std::size_t end) {
  while (end > begin && text[end - 1].glyph.code == U' ') --end;
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

// The end of the longest piece from `begin` on that fits: behind a space, or inside a word that
// does not fit at all.
std::size_t piece_end(const std::vector<StyledGlyph>& text, std::size_t begin,
                      std::size_t columns) {
  std::size_t used = 0;
  std::size_t last_space = begin;
  std::size_t last_comma = begin;  // between the digits of a long number
  for (std::size_t i = begin; i < text.size(); ++i) {
    used += text[i].glyph.columns;
    if (used > columns) {
      if (text[i].glyph.code == U' ') return i;
      const std::size_t end = last_space > begin ? last_space : last_comma;
      return end > begin ? end : std::max(i, begin + 1);
    }
    if (text[i].glyph.code == U' ') last_space = i;
    if (splits_number(text, i)) last_comma = i + 1;
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

bool is_control(char c) { return (c >= 0 && c < 0x20) || c == 0x7f; }

// $'...', the quoting in which control characters have names.
std::string escaped_quote(std::string_view argument) {
  std::string quoted = "$'";
  for (const char c : argument) {
    if (is_control(c)) {
      quoted += fmt::format("\\{:03o}", static_cast<unsigned>(c));
    } else {
      if (c == '\'' || c == '\\') quoted += '\\';
      quoted += c;
    }
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

std::vector<Line> wrap(const Line& line, std::size_t columns) {
  const auto text = styled(line);
  std::vector<Line> pieces;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = piece_end(text, begin, std::max<std::size_t>(columns, 1));
    pieces.push_back(spans(text, begin, end));
    begin = end;
    while (begin < text.size() && text[begin].glyph.code == U' ') ++begin;
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
  Line rest;
  const std::size_t widest = std::max(indent, hanging) + 1;
  const std::size_t columns = std::max(prose_width(), widest + 8) - std::max(indent, hanging);
  bool first = true;
  for (const Line& piece : wrap(text, columns)) {
    Line whole{std::string(first ? indent : hanging, ' ')};
    whole.insert(whole.end(), piece.begin(), piece.end());
    line(whole);
    first = false;
  }
}

void Page::command(const std::vector<std::string>& arguments, std::size_t indent) {
  const std::size_t columns = std::max<std::size_t>(width_, 12);
  std::string current(std::min(indent, columns / 4), ' ');
  std::size_t used = current.size();
  bool begun = false;
  const auto flush = [&](std::string_view end) {
    put(Style::kKey, current + std::string(end));
    text_ += '\n';
    current = std::string(std::min(indent + 4, columns / 4), ' ');
    used = current.size();
    begun = false;
  };
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string quoted = shell_quote(arguments[i]);
    const bool last = i + 1 == arguments.size();
    const std::size_t tail = last ? 0 : 2;  // " \"
    std::size_t needed = display_width(quoted);
    if (!last && quoted.starts_with("--")) needed += 1 + display_width(arguments[i + 1]);
    if (begun && used + 1 + needed + tail > columns) flush(" \\");
    if (used + display_width(quoted) + tail <= columns) {
      used += display_width(quoted) + (begun ? 1 : 0);
      current += (begun ? " " : "") + quoted;
      begun = true;
      continue;
    }
    const auto pieces = shell_pieces(arguments[i], columns - 4);
    for (std::size_t p = 0; p < pieces.size(); ++p) {
      current = p == 0 ? " " + pieces[p] : pieces[p];  // no space inside the argument
      used = display_width(current);
      if (p + 1 < pieces.size()) flush("\\");
    }
    begun = true;
  }
  if (begun) flush("");
}

std::string shell_quote(std::string_view argument) {
  if (!argument.empty() && std::all_of(argument.begin(), argument.end(), is_plain_in_shell))
    return std::string(argument);
  if (std::any_of(argument.begin(), argument.end(), is_control)) return escaped_quote(argument);
  std::string quoted = "'";
  for (const char c : argument) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace heddle::report
