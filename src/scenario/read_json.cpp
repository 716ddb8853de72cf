#include "scenario/read_json.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "base/letters.h"

namespace heddle::scenario {

namespace {

constexpr std::size_t kBytesMax = std::size_t{64} << 20;
// More than all that the limits of the format allow a file to be made of.
constexpr std::size_t kNodesMax = 2'000'000;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// What of a text has gone into the parser.
struct Progress {
  std::size_t characters = 0;  // that were handed over
  std::size_t bytes = 0;       // of the text, up to and with the last of these
};

// The text as the parser gets it: of blanks that follow each other outside strings only the first,
// since the parser keeps all that it reads between two tokens, and writes it into its errors.
class Squeezed {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  Squeezed(std::string_view text, std::size_t place, Progress* progress)
      : text_(text), place_(place), progress_(progress) {}
  reference operator*() const { return text_[place_]; }
  Squeezed& operator++() {
    const char c = text_[place_++];
    ++progress_->characters;
    progress_->bytes = place_;
    if (in_string_ && c == '\\' && !escape_) {
      escape_ = true;
      return *this;
    }
    if (c == '"' && !escape_) in_string_ = !in_string_;
    escape_ = false;
    if (in_string_ || !is_blank(c)) return *this;
    while (place_ < text_.size() && is_blank(text_[place_])) ++place_;
    return *this;
  }
  Squeezed operator++(int) {
    Squeezed before = *this;
    ++*this;
    return before;
  }
  bool operator==(const Squeezed& other) const { return place_ == other.place_; }

 private:
  std::string_view text_;
  std::size_t place_;
  Progress* progress_;
  bool in_string_ = false;
  bool escape_ = false;
};

// Follows the parser's events through the text, so that each value gets its place.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  Builder(Document& document, JsonError& error, const Progress& progress, StopLooks& stop)
      : document_(document), error_(error), progress_(progress), stop_(stop) {
    if (document.raw.substr(0, 3) == "\xEF\xBB\xBF") cursor_ = 3;
  }

  bool null() override { return literal(JsonKind::kNull, 4); }
  bool boolean(bool value) override {
    if (!literal(JsonKind::kBoolean, value ? 4 : 5)) return false;
    document_.nodes.back().boolean = value;
    return true;
  }
  bool number_integer(number_integer_t) override { return number(); }
  bool number_unsigned(number_unsigned_t) override { return number(); }
  bool number_float(number_float_t, const string_t&) override { return number(); }
  bool string(string_t& value) override {
    skip();
    if (!add(JsonKind::kString)) return false;
    cursor_ = string_end(cursor_);
    document_.nodes.back().end = cursor_;
    document_.nodes.back().text = keep(value);
    return true;
  }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(JsonKind::kObject); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(JsonKind::kArray); }
  bool end_array() override { return close(); }
  bool key(string_t& value) override {
    skip();
    key_begin_ = cursor_;
    cursor_ = string_end(cursor_);
    key_end_ = cursor_;
    key_ = keep(value);
    return true;
  }
  bool parse_error(std::size_t characters, const std::string&,
                   const nlohmann::json::exception& exception) override;

 private:
  char at(std::size_t offset) const {
    return offset < document_.raw.size() ? document_.raw[offset] : '\0';
  }
  void skip() {
    while (is_blank(at(cursor_)) || at(cursor_) == ',' || at(cursor_) == ':') ++cursor_;
  }
  std::uint32_t string_end(std::uint32_t offset) const {
    for (++offset; at(offset) != '"'; ++offset) {
      if (at(offset) == '\\') ++offset;
    }
    return offset + 1;
  }
  std::string_view keep(const std::string& text) {
    const std::size_t begin = document_.pool.size();
    document_.pool += text;
    return std::string_view(document_.pool).substr(begin);
  }

  bool add(JsonKind kind);
  bool literal(JsonKind kind, std::uint32_t length);
  bool number();
  bool open(JsonKind kind);
  bool close();
  std::size_t bytes_read(std::size_t characters) const;
  std::string explain(std::uint32_t begin, std::string_view what) const;
  std::string explain_in_string(std::uint32_t place, std::string_view what) const;
  std::string explain_token(std::uint32_t begin, char before) const;
  std::string explain_value(char c, char before) const;

  Document& document_;
  JsonError& error_;
  const Progress& progress_;
  StopLooks& stop_;
  std::uint32_t cursor_ = 0;
  JsonId container_ = kNone;
  std::uint32_t key_begin_ = 0;
  std::uint32_t key_end_ = 0;
  std::string_view key_;
};

bool Builder::add(JsonKind kind) {
  stop_.look();
  if (document_.nodes.size() >= kNodesMax) {
    error_ = {cursor_, cursor_ + 1, "the file holds more than 2,000,000 JSON values"};
    return false;
  }
  JsonNode node;
  node.kind = kind;
  node.begin = cursor_;
  node.parent = container_;
  const auto id = static_cast<JsonId>(document_.nodes.size());
  if (container_ != kNone) {
    JsonNode& parent = document_.nodes[container_];
    node.place = parent.count++;
    if (parent.kind == JsonKind::kObject) {
      node.is_member = true;
      node.key = key_;
      node.key_begin = key_begin_;
      node.key_end = key_end_;
    }
    if (parent.last == kNone) {
      parent.first = id;
    } else {
      document_.nodes[parent.last].next = id;
    }
    parent.last = id;
  }
  document_.nodes.push_back(node);
  return true;
}

bool Builder::literal(JsonKind kind, std::uint32_t length) {
  skip();
  if (!add(kind)) return false;
  cursor_ += length;
  document_.nodes.back().end = cursor_;
  return true;
}

bool Builder::number() {
  skip();
  const std::uint32_t begin = cursor_;
  if (!add(JsonKind::kNumber)) return false;
  if (at(cursor_) == '-') ++cursor_;
  // A leading zero is a number of its own to JSON, and what follows it a mistake.
  const bool zero = at(cursor_) == '0' && is_digit(at(cursor_ + 1));
  if (zero) ++cursor_;
  while (!zero && (is_digit(at(cursor_)) || is_letter(at(cursor_)) || at(cursor_) == '-' ||
                   at(cursor_) == '+' || at(cursor_) == '.')) {
    ++cursor_;
  }
  JsonNode& node = document_.nodes.back();
  node.end = cursor_;
  node.text = document_.raw.substr(begin, cursor_ - begin);
  const char* last = node.text.data() + node.text.size();
  const auto [stop, code] = std::from_chars(node.text.data(), last, node.integer);
  if (code == std::errc() && stop == last) node.kind = JsonKind::kInteger;
  return true;
}

bool Builder::open(JsonKind kind) {
  skip();
  if (!add(kind)) return false;
  container_ = static_cast<JsonId>(document_.nodes.size() - 1);
  ++cursor_;
  return true;
}

bool Builder::close() {
  skip();
  ++cursor_;
  document_.nodes[container_].end = cursor_;
  container_ = document_.nodes[container_].parent;
  return true;
}

// ---- What is wrong with the JSON ----------------------------------------------------------------

// How many bytes of the file the parser had read, given how many characters it says it had; the end
// counts as one more.
std::size_t Builder::bytes_read(std::size_t characters) const {
  if (characters > progress_.characters) return document_.raw.size() + 1;
  return progress_.bytes - (progress_.characters - characters);
}

bool Builder::parse_error(std::size_t characters, const std::string&,
                          const nlohmann::json::exception& exception) {
  const std::size_t position = bytes_read(characters);
  const auto size = document_.raw.size();
  const std::string_view what = exception.what();
  const bool in_string = what.find("invalid string") != std::string_view::npos;
  // The token begins after what has been read, but for the separators before it.
  std::size_t begin = position == 0 ? 0 : position - 1;
  if (!in_string && position <= size) {
    std::size_t token = cursor_;
    while (token < begin && (is_blank(at(token)) || at(token) == ',' || at(token) == ':')) ++token;
    begin = token;
  }
  begin = std::min(begin, size);
  if (in_string) {
    error_.message = explain_in_string(static_cast<std::uint32_t>(begin), what);
  } else {
    error_.message = explain(static_cast<std::uint32_t>(begin), what);
  }
  error_.begin = static_cast<std::uint32_t>(begin);
  error_.end = static_cast<std::uint32_t>(std::min(std::max(position, begin + 1), size + 1));
  if (error_.end <= error_.begin) error_.end = error_.begin + 1;
  return false;
}

std::string Builder::explain_in_string(std::uint32_t place, std::string_view what) const {
  if (what.find("'\\u'") != std::string_view::npos ||
      what.find("surrogate") != std::string_view::npos) {
    return "\\u wants four hexadecimal digits, and a surrogate its other half";
  }
  if (place >= document_.raw.size())
    return "the file ends inside a string: the closing \" is missing";
  const auto byte = static_cast<unsigned char>(at(place));
  if (byte == '\n' || byte == '\r') {
    return "a string cannot go over the end of the line: close it with \", or write \\n";
  }
  if (byte < 0x20) return "a control character stands in a string; JSON wants it as \\u00..";
  if (byte >= 0x80) return "this is not valid UTF-8; save the file as UTF-8";
  return "JSON knows no such escape; write \\\\ for a backslash";
}

std::string Builder::explain(std::uint32_t begin, std::string_view what) const {
  if (document_.raw.size() <= cursor_ && document_.nodes.empty()) {
    return "the file is empty; a scenario is a JSON object { ... }";
  }
  if (begin >= document_.raw.size()) {
    if (container_ == kNone) return "the file ends before the scenario does";
    const JsonNode& open = document_.nodes[container_];
    const auto line =
        1 + std::count(document_.raw.begin(), document_.raw.begin() + open.begin, '\n');
    const bool object = open.kind == JsonKind::kObject;
    return std::string("the file ends too early: the ") + (object ? "{" : "[") + " of line " +
           std::to_string(line) + " has no " + (object ? "}" : "]");
  }
  if (what.find("number overflow") != std::string_view::npos) {
    return "this number does not fit 64 bits signed";
  }
  std::uint32_t back = begin;
  while (back > 0 && is_blank(at(back - 1))) --back;
  return explain_token(begin, back == 0 ? '\0' : at(back - 1));
}

// A closing bracket where none may stand.
std::string explain_closing(char c, char before) {
  if (before == ',') {
    return std::string("a comma stands before this ") + c +
           "; JSON wants none after the last entry";
  }
  if (before == ':') return "a value is missing after the colon";
  return std::string("this ") + c + " closes something that was opened by the other bracket";
}

bool breaks_integer(char c, char before) {
  if (c == '.' || c == '+') return true;
  return is_letter(c) && (c == 'x' || c == 'X' || is_digit(before));
}

std::string Builder::explain_token(std::uint32_t begin, char before) const {
  const char c = at(begin);
  if (container_ == kNone && !document_.nodes.empty()) {
    return "the scenario has ended before this; a file holds one JSON object";
  }
  if (c == '#' && document_.nodes.empty()) {
    return "this is no JSON file; a scenario is a JSON object { ... }";
  }
  if (c == '/' || c == '#') {
    return "JSON has no comments; use \"description\", or // inside a statement string";
  }
  if (c == '\'') return "JSON strings stand in double quotes: \"...\"";
  if (c == '}' || c == ']') return explain_closing(c, before);
  if (c == ',' && (before == ',' || before == '[' || before == '{')) {
    return "nothing stands before this comma";
  }
  if (is_digit(c) && before == '0') return "integers are written without leading zeros";
  if (breaks_integer(c, before)) return "integers are decimal digits with an optional -";
  if (c == '=') return "JSON writes \"key\": value, with a colon";
  if (c == ';') return "JSON separates entries by commas";
  return explain_value(c, before);
}

std::string Builder::explain_value(char c, char before) const {
  if (container_ == kNone) return "this is not JSON; a scenario is a JSON object { ... }";
  const bool starts_value = c == '"' || c == '{' || c == '[' || is_digit(c) || c == '-';
  if (starts_value && before != ',' && before != ':' && before != '[' && before != '{') {
    if (document_.nodes[container_].kind == JsonKind::kObject && key_end_ >= cursor_) {
      return "a colon is missing between a key and its value";
    }
    return "a comma is missing before this";
  }
  if (starts_value) return "a key in double quotes must stand here: \"key\": value";
  if (is_letter(c) && (before == '{' || before == ',') &&
      document_.nodes[container_].kind == JsonKind::kObject) {
    return "keys stand in double quotes: \"key\": value";
  }
  if (is_letter(c))
    return "text stands in double quotes; without them there are only true, false, null";
  return "this is not JSON";
}

// No more values than there are commas and opening brackets, and one.
std::size_t most_values(std::string_view json) {
  const auto opens = [](char c) { return c == ',' || c == '[' || c == '{'; };
  return 1 + static_cast<std::size_t>(std::count_if(json.begin(), json.end(), opens));
}

}  // namespace

std::vector<JsonId> Document::children(JsonId id) const {
  std::vector<JsonId> result;
  result.reserve(nodes[id].count);
  for (JsonId child = nodes[id].first; child != kNone; child = nodes[child].next) {
    result.push_back(child);
  }
  return result;
}

std::string Document::pointer(JsonId id) const {
  std::vector<JsonId> path;
  for (; nodes[id].parent != kNone; id = nodes[id].parent) path.push_back(id);
  std::string result;
  for (std::size_t i = path.size(); i-- > 0;) {
    const JsonNode& node = nodes[path[i]];
    result += '/';
    if (!node.is_member) {
      result += std::to_string(node.place);
      continue;
    }
    for (const char c : node.key) {
      if (c == '~') {
        result += "~0";
      } else if (c == '/') {
        result += "~1";
      } else {
        result += c;
      }
    }
  }
  return result;
}

std::uint32_t Document::raw_offset(JsonId string, std::uint32_t offset) const {
  const JsonNode& node = nodes[string];
  std::uint32_t place = node.begin + 1;
  std::uint32_t decoded = 0;
  while (decoded < offset && place + 1 < node.end) {
    if (raw[place] != '\\') {
      ++place;
      ++decoded;
      continue;
    }
    if (raw[place + 1] != 'u') {
      place += 2;
      ++decoded;
      continue;
    }
    unsigned code = 0;
    std::from_chars(raw.data() + place + 2, raw.data() + place + 6, code, 16);
    const bool pair = code >= 0xD800 && code < 0xDC00;
    const std::uint32_t length = code < 0x80 ? 1 : code < 0x800 ? 2 : pair ? 4 : 3;
    if (decoded + length > offset) break;
    decoded += length;
    place += pair ? 12 : 6;
  }
  return place;
}

bool parse_json(std::string_view json, Document& document, JsonError& error, StopLooks& stop) {
  if (json.size() > kBytesMax) {
    error = {0, 1, "the file is larger than 64 MiB"};
    return false;
  }
  document.raw = json;
  document.nodes.clear();
  document.pool.clear();
  document.pool.reserve(json.size() + 1);
  document.nodes.reserve(std::min(most_values(json), kNodesMax));
  Progress progress;
  Builder builder(document, error, progress, stop);
  return nlohmann::json::sax_parse(Squeezed(json, 0, &progress),
                                   Squeezed(json, json.size(), &progress), &builder);
}

}  // namespace heddle::scenario
