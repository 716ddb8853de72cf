#include "cli/json_members.h"

#include "base/letters.h"

namespace heddle::cli {
namespace {

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }

  std::optional<std::vector<JsonMember>> members() {
    std::vector<JsonMember> found;
    if (!take('{')) return std::nullopt;
    if (take('}')) return at_end(found);
    do {
      JsonMember member;
      skip_space();
      member.key_begin = at_;
      if (!skip_string()) return std::nullopt;
      member.key = text_.substr(member.key_begin + 1, at_ - member.key_begin - 2);
      if (!take(':')) return std::nullopt;
      skip_space();
      member.value_begin = at_;
      if (!skip_value()) return std::nullopt;
      member.value_end = at_;
      found.push_back(member);
    } while (take(','));
    if (!take('}')) return std::nullopt;
    return at_end(found);
  }

 private:
  std::optional<std::vector<JsonMember>> at_end(std::vector<JsonMember>& found) {
    skip_space();
    if (at_ != text_.size()) return std::nullopt;
    return std::move(found);
  }

  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }

  bool take(char c) {
    skip_space();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  bool skip_string() {
    if (at_ == text_.size() || text_[at_] != '"') return false;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"') return ++at_, true;
      if (text_[at_] == '\\') ++at_;
    }
    return false;
  }

  // A string, a word or number, or everything between brackets.
  bool skip_value() {
    const std::size_t begin = at_;
    std::size_t depth = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"') {
        if (!skip_string()) return false;
        if (depth == 0) return true;
        continue;
      }
      if (depth == 0 && (is_space(c) || c == ',' || c == '}' || c == ']')) return at_ > begin;
      if (c == '{' || c == '[') ++depth;
      ++at_;
      if ((c == '}' || c == ']') && --depth == 0) return true;
    }
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<std::vector<JsonMember>> json_members(std::string_view text) {
  return Scanner(text).members();
}

const JsonMember* find_member(const std::vector<JsonMember>& members, std::string_view key) {
  for (auto member = members.rbegin(); member != members.rend(); ++member)
    if (member->key == key) return &*member;
  return nullptr;
}

}  // namespace heddle::cli
