#include "oracle/agreement/shrink.h"

#include <utility>
#include <vector>

namespace heddle::oracle {

namespace {

// JSON as it is written: names and scalars keep their text.
struct Json {
  enum class Kind : std::uint8_t { kScalar, kArray, kObject };
  Kind kind = Kind::kScalar;
  std::string name;  // of a member of an object
  std::string scalar;
  std::vector<Json> members;
};

class Parser {
 public:
  explicit Parser(const std::string& text) : text_(text) {}

  Json value() {
    skip_space();
    if (text_[at_] == '{') return list(Json::Kind::kObject, '}');
    if (text_[at_] == '[') return list(Json::Kind::kArray, ']');
    return {Json::Kind::kScalar, {}, scalar(), {}};
  }

 private:
  void skip_space() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
  }

  std::string scalar() {
    const auto begin = at_;
    if (text_[at_] != '"') {
      while (std::string("{}[],: \n").find(text_[at_]) == std::string::npos) ++at_;
      return text_.substr(begin, at_ - begin);
    }
    for (++at_; text_[at_] != '"'; ++at_)
      if (text_[at_] == '\\') ++at_;
    ++at_;
    return text_.substr(begin, at_ - begin);
  }

  Json list(Json::Kind kind, char close) {
    Json result;
    result.kind = kind;
    ++at_;
    for (skip_space(); text_[at_] != close; skip_space()) {
      std::string name;
      if (kind == Json::Kind::kObject) {
        name = scalar();
        skip_space();
        ++at_;  // the colon
      }
      result.members.push_back(value());
      result.members.back().name = name;
      skip_space();
      if (text_[at_] == ',') ++at_;
    }
    ++at_;
    return result;
  }

  const std::string& text_;
  std::size_t at_ = 0;
};

std::string text_of(const Json& json, int depth = 0) {
  if (json.kind == Json::Kind::kScalar) return json.scalar;
  const bool object = json.kind == Json::Kind::kObject;
  const bool lines = object && depth < 2;
  std::string text(1, object ? '{' : '[');
  for (const auto& member : json.members) {
    if (text.size() > 1) text += lines ? "," : ", ";
    if (lines) text += "\n" + std::string(static_cast<std::size_t>(depth) * 2 + 2, ' ');
    if (object) text += member.name + ": ";
    text += text_of(member, depth + 1);
  }
  return text + (object ? "}" : "]");
}

// Edits are numbered through the whole tree; each visit counts down to the one that is wanted.
class Edit {
 public:
  explicit Edit(int wanted) : left_(wanted) {}

  // True when the edit was made.
  bool apply(Json& json) {
    for (std::size_t i = 0; i < json.members.size(); ++i) {
      if (left_-- == 0) {
        json.members.erase(json.members.begin() + static_cast<std::ptrdiff_t>(i));
        return true;
      }
      if (json.kind == Json::Kind::kArray && hoist(json, i)) return true;
      if (apply(json.members[i])) return true;
    }
    return false;
  }

 private:
  // Puts the steps of a block in the place of the block.
  bool hoist(Json& list, std::size_t index) {
    for (const auto& inner : list.members[index].members) {
      if (inner.kind != Json::Kind::kArray || left_-- != 0) continue;
      const auto steps = inner.members;
      const auto place = list.members.begin() + static_cast<std::ptrdiff_t>(index);
      list.members.insert(list.members.erase(place), steps.begin(), steps.end());
      return true;
    }
    return false;
  }

  int left_;
};

}  // namespace

std::string shrink(const std::string& json, const std::function<bool(const std::string&)>& still,
                   int tries) {
  auto best = Parser(json).value();
  bool progress = false;
  for (int edit = 0; tries > 0;) {
    auto smaller = best;
    if (!Edit(edit).apply(smaller)) {
      if (!std::exchange(progress, false)) break;
      edit = 0;  // what was needed before may not be now
      continue;
    }
    --tries;
    if (still(text_of(smaller))) {
      best = std::move(smaller);  // the same number now names the next edit
      progress = true;
    } else {
      ++edit;
    }
  }
  return text_of(best);
}

}  // namespace heddle::oracle
