#include "scenario/problems.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/check.h"

namespace heddle::scenario {

void ProblemList::add(Found found) {
  if (full() || !seen_.emplace(found.begin, found.message).second) return;
  if (found_.size() + 1 == kMost) found.message = "there are more than 10,000 mistakes";
  found_.push_back(std::move(found));
}

void ProblemList::at_value(JsonId node, std::string message) {
  const JsonNode& value = document_[node];
  const bool bracket = value.kind == JsonKind::kArray || value.kind == JsonKind::kObject;
  add({value.begin, bracket ? value.begin + 1 : value.end, node, std::move(message)});
}

void ProblemList::at_key(JsonId member, std::string message) {
  add({document_[member].key_begin, document_[member].key_end, member, std::move(message)});
}

void ProblemList::in_text(JsonId string, std::uint32_t begin, std::uint32_t end,
                          std::string message) {
  const std::uint32_t from = document_.raw_offset(string, begin);
  const std::uint32_t to = std::max(document_.raw_offset(string, end), from + 1);
  add({from, to, string, std::move(message)});
}

void ProblemList::at_bytes(std::uint32_t begin, std::uint32_t end, std::string message) {
  add({begin, end, kNone, std::move(message)});
}

Problems ProblemList::finish(StopLooks& stop) const {
  std::vector<const Found*> order;
  for (const Found& found : found_) order.push_back(&found);
  std::stable_sort(order.begin(), order.end(),
                   [](const Found* a, const Found* b) { return a->begin < b->begin; });
  Problems result;
  LineCounter counter(document_.raw);
  for (const Found* found : order) {
    stop.look();
    counter.go_to(found->begin);
    Problem problem;
    problem.line = counter.line();
    problem.column = counter.column();
    LineCounter end = counter;
    end.go_to(found->end);
    problem.length = end.line() == counter.line() && end.column() > counter.column()
                         ? end.column() - counter.column()
                         : 1;
    if (found->node != kNone) problem.pointer = document_.pointer(found->node);
    problem.message = found->message;
    result.push_back(std::move(problem));
  }
  return result;
}

LineCounter::LineCounter(std::string_view raw) : raw_(raw) {
  if (raw.substr(0, 3) == "\xEF\xBB\xBF") offset_ = 3;
}

void LineCounter::go_to(std::uint32_t offset) {
  CHECK(offset >= last_);
  last_ = offset;
  for (; offset_ < offset && offset_ < raw_.size(); ++offset_) {
    const auto byte = static_cast<unsigned char>(raw_[offset_]);
    if (byte == '\n') {
      ++line_;
      column_ = 1;
    } else if ((byte & 0xC0) != 0x80) {
      // The last byte of a code point moves the column; its first one stands for it here.
      ++column_;
    }
  }
}

std::string in_quotes(std::string_view text) {
  constexpr std::size_t kShown = 60;
  std::string result = "\"";
  std::size_t length = std::min(text.size(), kShown);
  while (length < text.size() && length > 0 &&
         (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) {
    --length;
  }
  for (const char c : text.substr(0, length)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) {
      constexpr std::string_view kDigits = "0123456789abcdef";
      result += "\\x";
      result += kDigits[byte >> 4];
      result += kDigits[byte & 15];
    } else {
      result += c;
    }
  }
  if (length < text.size()) result += "...";
  return result + "\"";
}

std::string shown(std::string_view name) {
  const std::string text = in_quotes(name.substr(0, 40));
  return text.substr(1, text.size() - 2) + (name.size() > 40 ? "..." : "");
}

namespace {

constexpr std::size_t kLongest = 64;

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

// Edits (insert, delete, replace, swap neighbours) from one word to the other; a change of case
// alone costs nothing here.
std::size_t distance(std::string_view a, std::string_view b) {
  std::array<std::array<std::size_t, kLongest + 1>, 3> rows{};
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i + 2) % 3];
    const auto& above2 = rows[(i + 1) % 3];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
          lower(a[i - 2]) == lower(b[j - 1])) {
        row[j] = std::min(row[j], above2[j - 2] + 1);
      }
    }
  }
  return rows[a.size() % 3][b.size()];
}

}  // namespace

std::string_view nearest(std::string_view name, const std::vector<std::string_view>& candidates) {
  if (name.empty() || name.size() > kLongest || candidates.size() > kCandidatesMax) return {};
  std::size_t best = name.size() <= 2 ? 2 : name.size() <= 5 ? 3 : 4;
  if (name.size() <= 1) best = 1;
  std::string_view result;
  for (const std::string_view candidate : candidates) {
    if (candidate.size() > kLongest || candidate == name) continue;
    const std::size_t edits = distance(name, candidate);
    if (edits < best && edits < std::max(name.size(), candidate.size())) {
      best = edits;
      result = candidate;
    }
  }
  return result;
}

std::string did_you_mean(std::string_view name, const std::vector<std::string_view>& candidates) {
  const std::string_view best = nearest(name, candidates);
  return best.empty() ? "" : "; did you mean " + in_quotes(best) + "?";
}

}  // namespace heddle::scenario
