#include "report/json_writer.h"

#include <fmt/format.h>

#include "base/check.h"
#include "base/escape.h"

namespace heddle::report {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{64} << 10;

void append_unit(std::string& text, unsigned unit) {
  fmt::format_to(std::back_inserter(text), "\\u{:04x}", unit);
}

// A code point as \uXXXX, beyond the first 65,536 as two of them.
void append_escape(std::string& text, char32_t c) {
  if (c < 0x10000) return append_unit(text, static_cast<unsigned>(c));
  append_unit(text, 0xd800U + static_cast<unsigned>((c - 0x10000) >> 10));
  append_unit(text, 0xdc00U + static_cast<unsigned>((c - 0x10000) & 0x3ff));
}

// The short escapes of JSON; 0 for what has none.
char short_escape(char32_t c) {
  switch (c) {
    case U'"':
      return '"';
    case U'\\':
      return '\\';
    case U'\n':
      return 'n';
    case U'\t':
      return 't';
    case U'\r':
      return 'r';
    default:
      return 0;
  }
}

}  // namespace

std::string json_quoted(std::string_view text) {
  std::string quoted = "\"";
  while (!text.empty()) {
    const auto [c, bytes] = first_code_point(text);
    if (bytes == 0) {
      append_escape(quoted, 0xfffd);
    } else if (const char escape = short_escape(c); escape != 0) {
      quoted += '\\';
      quoted += escape;
    } else if (is_hidden(c)) {
      append_escape(quoted, c);
    } else {
      quoted += text.substr(0, bytes);
    }
    text.remove_prefix(bytes == 0 ? 1 : bytes);
  }
  return quoted + '"';
}

void JsonWriter::key(std::string_view name) {
  CHECK(!levels_.empty() && levels_.back().is_object && !after_key_);
  separate();
  put(json_quoted(name));
  put(": ");
  after_key_ = true;
}

void JsonWriter::value(double value) { literal(fmt::format("{}", value)); }

void JsonWriter::begin(char bracket, Layout layout) {
  separate();
  put({&bracket, 1});
  const bool inside_line = !levels_.empty() && levels_.back().layout == Layout::kOneLine;
  levels_.push_back(
      {.layout = inside_line ? Layout::kOneLine : layout, .is_object = bracket == '{'});
}

void JsonWriter::end(char bracket) {
  CHECK(!levels_.empty() && !after_key_);
  const Level level = levels_.back();
  levels_.pop_back();
  if (!level.empty && level.layout == Layout::kLines)
    put("\n" + std::string(2 * levels_.size(), ' '));
  put({&bracket, 1});
}

void JsonWriter::literal(std::string_view text) {
  separate();
  put(text);
}

void JsonWriter::separate() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (levels_.empty()) return;
  Level& level = levels_.back();
  if (!level.empty) put(level.layout == Layout::kLines ? "," : ", ");
  if (level.layout == Layout::kLines) put("\n" + std::string(2 * levels_.size(), ' '));
  level.empty = false;
}

void JsonWriter::put(std::string_view text) {
  buffer_ += text;
  if (buffer_.size() < kPieceBytes) return;
  sink_(buffer_);
  buffer_.clear();
}

void JsonWriter::finish() {
  CHECK(levels_.empty());
  buffer_ += '\n';
  sink_(buffer_);
  buffer_.clear();
}

}  // namespace heddle::report
