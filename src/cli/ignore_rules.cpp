#include "cli/ignore_rules.h"

namespace heddle::cli {
namespace {

std::vector<std::string> split(std::string_view path) {
  std::vector<std::string> names;
  for (;;) {
    const auto slash = path.find('/');
    names.emplace_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return names;
    path.remove_prefix(slash + 1);
  }
}

// Spaces at the end do not count, unless a backslash stands before them.
std::string_view without_trailing_spaces(std::string_view line) {
  while (!line.empty() && line.back() == ' ' && !(line.size() > 1 && line[line.size() - 2] == '\\'))
    line.remove_suffix(1);
  return line;
}

// One place of a pattern that is no '*': how long it is, and whether it stands for `c`.
struct Place {
  std::size_t length = 1;
  bool matches = false;
};

// "[a-z]", "[!a]" at the beginning; length 0 when it is never closed (then it matches nothing).
Place set_at(std::string_view pattern, char c) {
  const bool negated = pattern.size() > 1 && (pattern[1] == '!' || pattern[1] == '^');
  const std::size_t first = negated ? 2 : 1;
  bool found = false;
  for (std::size_t i = first; i < pattern.size();) {
    if (pattern[i] == ']' && i > first) return {i + 1, found != negated};
    if (pattern[i] == '\\' && i + 1 < pattern.size()) ++i;
    const char low = pattern[i];
    char high = low;
    if (i + 2 < pattern.size() && pattern[i + 1] == '-' && pattern[i + 2] != ']') {
      high = pattern[i + 2];
      i += 2;
    }
    found |= low <= c && c <= high;
    ++i;
  }
  return {0, false};
}

Place place_at(std::string_view pattern, char c) {
  if (pattern[0] == '?') return {1, true};
  if (pattern[0] == '[') return set_at(pattern, c);
  if (pattern[0] == '\\' && pattern.size() > 1) return {2, pattern[1] == c};
  return {1, pattern[0] == c};
}

// Whether a pattern without slashes stands for the name.
bool name_matches(std::string_view pattern, std::string_view name) {
  std::size_t at = 0;
  std::size_t to = 0;
  std::size_t star = std::string_view::npos;  // behind the last '*'
  std::size_t star_to = 0;                    // where what it stands for may end next
  while (to < name.size()) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = ++at;
      star_to = to;
      continue;
    }
    const Place place = at < pattern.size() ? place_at(pattern.substr(at), name[to]) : Place{};
    if (place.matches) {
      at += place.length;
      ++to;
    } else if (star != std::string_view::npos) {
      at = star;
      to = ++star_to;
    } else {
      return false;
    }
  }
  while (at < pattern.size() && pattern[at] == '*') ++at;
  return at == pattern.size();
}

// Whether the pattern's names stand for the path's, all of them.
bool path_matches(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
  // matched[j]: the names of the pattern so far stand for the first j of the path.
  std::vector<bool> matched(path.size() + 1, false);
  matched[0] = true;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    std::vector<bool> next(path.size() + 1, false);
    const bool any = pattern[i] == "**";
    const bool last = i + 1 == pattern.size();
    bool before = false;  // some beginning of the path is matched
    for (std::size_t j = 0; j <= path.size(); ++j) {
      if (any) {
        next[j] = before || (matched[j] && !last);  // at the end, it wants something inside
        before |= matched[j];
      } else {
        next[j] = j > 0 && matched[j - 1] && name_matches(pattern[i], path[j - 1]);
      }
    }
    matched.swap(next);
  }
  return matched[path.size()];
}

}  // namespace

IgnoreRules::IgnoreRules(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  while (!text.empty()) {
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    add(without_trailing_spaces(line));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
}

void IgnoreRules::add(std::string_view line) {
  if (line.empty() || line[0] == '#') return;
  Rule rule;
  rule.negated = line[0] == '!';
  if (rule.negated) line.remove_prefix(1);
  rule.folders_only = line.ends_with('/');
  if (rule.folders_only) line.remove_suffix(1);
  if (line.empty()) return;
  const bool anywhere = line.find('/') == std::string_view::npos;
  if (line[0] == '/') line.remove_prefix(1);
  rule.names = split(line);
  if (anywhere) rule.names.insert(rule.names.begin(), "**");
  rules_.push_back(std::move(rule));
}

std::optional<bool> IgnoreRules::ignores(std::string_view path, bool is_folder) const {
  const std::vector<std::string> names = split(path);
  for (auto rule = rules_.rbegin(); rule != rules_.rend(); ++rule) {
    if (rule->folders_only && !is_folder) continue;
    if (path_matches(rule->names, names)) return !rule->negated;
  }
  return std::nullopt;
}

}  // namespace heddle::cli
