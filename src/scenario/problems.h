// Collects mistakes while reading goes on, and puts them in the order of the file.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scenario/read.h"
#include "scenario/read_json.h"

namespace heddle::scenario {

class ProblemList {
 public:
  explicit ProblemList(const Document& document) : document_(document) {}

  // At a value: the whole string or number, or the bracket that opens an array or an object.
  void at_value(JsonId node, std::string message);
  // At the key of a member.
  void at_key(JsonId member, std::string message);
  // Inside a string, at bytes [begin, end) of its text with escapes resolved.
  void in_text(JsonId string, std::uint32_t begin, std::uint32_t end, std::string message);
  // At bytes of the file that belong to no value.
  void at_bytes(std::uint32_t begin, std::uint32_t end, std::string message);

  bool empty() const { return found_.empty(); }
  bool full() const { return found_.size() >= kMost; }
  // All of them with lines and columns, each once.
  Problems finish(StopLooks& stop) const;

 private:
  static constexpr std::size_t kMost = 10'000;
  struct Found {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    JsonId node = kNone;
    std::string message;
  };
  void add(Found found);

  const Document& document_;
  std::vector<Found> found_;
  std::set<std::pair<std::uint32_t, std::string>> seen_;
};

// Walks through a file once, from offset to later offset, and tells lines and columns.
class LineCounter {
 public:
  explicit LineCounter(std::string_view raw);
  // Requires: not before the offset of the last call.
  void go_to(std::uint32_t offset);
  std::uint32_t line() const { return line_; }
  std::uint32_t column() const { return column_; }

 private:
  std::string_view raw_;
  std::uint32_t last_ = 0;    // that was asked for
  std::uint32_t offset_ = 0;  // up to which it has counted
  std::uint32_t line_ = 1;
  std::uint32_t column_ = 1;
};

// "text" for a message: control characters escaped, cut when it is long.
std::string in_quotes(std::string_view text);

// A name for an example in a message: cut when it is long.
std::string shown(std::string_view name);

// "; did you mean "x"?" when one of `candidates` is near to `name`, else "".
std::string did_you_mean(std::string_view name, const std::vector<std::string_view>& candidates);

// Among more candidates than this none is looked for.
inline constexpr std::size_t kCandidatesMax = 500;

// The names of what has names, as candidates; none where they are too many.
template <class T>
std::vector<std::string_view> candidates(const std::vector<T>& named) {
  std::vector<std::string_view> result;
  if (named.size() > kCandidatesMax) return result;
  for (const T& each : named) result.push_back(each.name);
  return result;
}

// The candidate nearest to `name`, "" when none is near.
std::string_view nearest(std::string_view name, const std::vector<std::string_view>& candidates);

}  // namespace heddle::scenario
