// JSON as it is written: an element at a time, never the whole of it in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "report/sink.h"

namespace heddle::report {

// The text as a JSON string, in quotes. It is ASCII where it matters: what could move the cursor or
// hide text is written as \uXXXX; a byte that is no UTF-8 as \ufffd.
std::string json_quoted(std::string_view text);

// Writes one JSON value, indented by two spaces a level; pieces of about 64 KiB go to the sink.
class JsonWriter {
 public:
  // How the elements of an array or object stand: each on a line, or all on one.
  enum class Layout : unsigned char { kLines, kOneLine };

  // `sink` is borrowed for the writer's life.
  explicit JsonWriter(const Sink& sink) : sink_(sink) {}

  void begin_object(Layout layout = Layout::kLines) { begin('{', layout); }
  void end_object() { end('}'); }
  void begin_array(Layout layout = Layout::kLines) { begin('[', layout); }
  void end_array() { end(']'); }

  // Names the value that comes next. Requires: an object is open, and no name stands there yet.
  void key(std::string_view name);

  void null() { literal("null"); }
  void value(bool value) { literal(value ? "true" : "false"); }
  void value(std::int64_t value) { literal(std::to_string(value)); }
  void value(std::uint64_t value) { literal(std::to_string(value)); }
  void value(std::uint32_t value) { literal(std::to_string(value)); }
  void value(double value);
  void value(std::string_view text) { literal(json_quoted(text)); }
  void value(const std::string& text) { value(std::string_view(text)); }
  void value(const char* text) { value(std::string_view(text)); }

  template <class Value>
  void member(std::string_view name, const Value& v) {
    key(name);
    value(v);
  }
  void null_member(std::string_view name) {
    key(name);
    null();
  }

  // Ends the line and hands everything to the sink. Requires: all that was begun has ended.
  void finish();

 private:
  struct Level {
    Layout layout = Layout::kLines;
    bool is_object = false;
    bool empty = true;
  };

  void begin(char bracket, Layout layout);
  void end(char bracket);
  void literal(std::string_view text);
  // What stands before an element: a comma, a line break.
  void separate();
  void put(std::string_view text);

  const Sink& sink_;
  std::vector<Level> levels_;
  bool after_key_ = false;
  std::string buffer_;
};

}  // namespace heddle::report
