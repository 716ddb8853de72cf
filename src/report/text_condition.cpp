// When a finding happens, for people: the sentence with its first words in capitals.
#include <algorithm>
#include <array>
#include <utility>

#include "report/text_parts.h"
#include "report/words.h"

namespace heddle::report {
namespace {

// What begins an alternative, longer ones before those that they begin with.
constexpr std::array<std::string_view, 11> kWords = {"Exactly when",
                                                     "exactly when",
                                                     "or whenever",
                                                     "Whenever",
                                                     "whenever",
                                                     "or when",
                                                     "Only when",
                                                     "only when",
                                                     "One way",
                                                     "In every interleaving",
                                                     "in every interleaving"};

std::string capitals(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  return result;
}

// Whether a sentence or a part of it begins at `at`.
bool begins_part(std::string_view text, std::size_t at) {
  if (at == 0) return true;
  if (at < 2) return false;
  const std::string_view before = text.substr(at - 2, 2);
  return before == ", " || before == ". " || before == "; ";
}

// The words that stand there; "" when they are none of these.
std::string_view words_at(std::string_view text, std::size_t at) {
  if (!begins_part(text, at)) return "";
  const auto found = std::find_if(kWords.begin(), kWords.end(), [&](std::string_view words) {
    return text.substr(at, words.size()) == words;
  });
  return found == kWords.end() ? std::string_view() : *found;
}

// The sentence with its number: the only alternative of an exact one is all of them.
std::string with_number(const Finding& finding) {
  std::string text = finding.condition;
  const bool exact = is_number(finding.covered) && finding.covered == finding.interleavings;
  if (!exact || finding.orderings.size() != 1 || finding.orderings[0].pairs.empty()) return text;
  const std::string all = grouped(*finding.covered);
  const std::string number = " (" + all + " of " + all + ")";
  if (text.find(number) != std::string::npos) return text;
  const auto end = std::min(text.find(". Only when"), text.size());
  return text.insert(end, number);
}

// The length of a number in parentheses that begins there: "(4 of 4)"; 0 where there is none.
std::size_t number_length(std::string_view text, std::size_t at) {
  constexpr std::string_view kDigits = "0123456789";
  if (text[at] != '(' || text.find_first_of(kDigits, at) != at + 1) return 0;
  const auto end = text.find_first_not_of("0123456789, of", at + 1);
  return end == std::string_view::npos || text[end] != ')' ? 0 : end + 1 - at;
}

}  // namespace

Line condition_line(const Finding& finding) {
  const std::string text = with_number(finding);
  Line line;
  std::string plain;
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string_view words = quoted ? std::string_view() : words_at(text, at);
    if (text[at] == '"') quoted = !quoted;
    const std::size_t length = quoted ? 0 : number_length(text, at);
    if (words.empty() && length == 0) {
      plain += text[at];
      continue;
    }
    if (!plain.empty()) line.emplace_back(std::exchange(plain, ""));
    if (words.empty()) {
      line.emplace_back(Style::kPlain, text.substr(at, length), true);
      at += length - 1;
    } else {
      line.emplace_back(Style::kBold, capitals(words));
      at += words.size() - 1;
    }
  }
  if (!plain.empty()) line.emplace_back(plain);
  return line;
}

}  // namespace heddle::report
