// JSON text -> a tree of values that know where they stand in the file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/stop.h"
#include "scenario/scenario.h"

namespace heddle::scenario {

using JsonId = std::uint32_t;

enum class JsonKind : std::uint8_t {
  kNull,
  kBoolean,
  kInteger,  // decimal, without a fraction or an exponent, and in 64 bits
  kNumber,   // any other number
  kString,
  kArray,
  kObject,
};

// One value. `begin` and `end` are byte offsets in the file, quotes included.
struct JsonNode {
  JsonKind kind = JsonKind::kNull;
  bool boolean = false;
  bool is_member = false;  // of an object, so it has a key
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t key_begin = 0;
  std::uint32_t key_end = 0;
  Value integer = 0;
  std::string_view key;   // escapes resolved
  std::string_view text;  // of a string, escapes resolved; of a number as written
  JsonId parent = kNone;
  std::uint32_t place = 0;  // among its siblings, from 0
  JsonId first = kNone;     // child
  JsonId last = kNone;      // child
  JsonId next = kNone;      // sibling
  std::uint32_t count = 0;  // of children
};

// A whole file. Owns the text of its strings; borrows `raw`.
struct Document {
  std::string_view raw;
  std::string pool;             // never reallocated: the nodes point into it
  std::vector<JsonNode> nodes;  // the root is 0; parents before children, in the order of the file

  const JsonNode& operator[](JsonId id) const { return nodes[id]; }
  std::vector<JsonId> children(JsonId id) const;
  // The JSON pointer of a value.
  std::string pointer(JsonId id) const;
  // The byte offset in the file of the character at `offset` of a string's text (or of the closing
  // quote).
  std::uint32_t raw_offset(JsonId string, std::uint32_t offset) const;
};

// A mistake in the JSON itself: byte offsets and what is wrong.
struct JsonError {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string message;
};

// Fills `document` (`json` must outlive it). False: `error` says why, and the document is useless.
bool parse_json(std::string_view json, Document& document, JsonError& error, StopLooks& stop);

}  // namespace heddle::scenario
