// The members of the object that a JSON text is, with their places: without reading what is in
// them, so quick on large files of other tools.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace heddle::cli {

// A member; places are bytes of the text.
struct JsonMember {
  std::string_view key;       // as written, without the quotes
  std::size_t key_begin = 0;  // of its opening quote
  std::size_t value_begin = 0;
  std::size_t value_end = 0;
};

// In the order of the text; nullopt when it is no JSON object, as far as brackets and strings tell.
std::optional<std::vector<JsonMember>> json_members(std::string_view text);

// The member with this key, the last of several; nullptr when there is none.
const JsonMember* find_member(const std::vector<JsonMember>& members, std::string_view key);

}  // namespace heddle::cli
