#include "tell/condition_reader.h"

#include <algorithm>
#include <regex>
#include <stdexcept>

namespace heddle::test {
namespace {

using Texts = std::vector<std::string>;

// Splits outside of parentheses, so that quoted statements are left alone.
Texts split(const std::string& text, const std::string& between) {
  Texts parts(1);
  int depth = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '(') ++depth;
    if (text[i] == ')') --depth;
    if (depth == 0 && text.compare(i, between.size(), between) == 0) {
      parts.emplace_back();
      i += between.size();
    } else {
      parts.back() += text[i++];
    }
  }
  return parts;
}

bool take_prefix(std::string& text, const std::string& prefix) {
  if (text.rfind(prefix, 0) != 0) return false;
  text.erase(0, prefix.size());
  return true;
}

bool take_suffix(std::string& text, const std::string& suffix) {
  if (text.size() < suffix.size() || text.substr(text.size() - suffix.size()) != suffix)
    return false;
  text.resize(text.size() - suffix.size());
  return true;
}

class Clause {
 public:
  Clause(std::string text, const Texts& threads) : text_(std::move(text)), threads_(threads) {}

  std::vector<SaidLiteral> read() {
    if (text_.rfind("each", 0) == 0) return each();
    const Texts parts = split(text_, " before ");
    if (parts.size() == 1) return {{access(text_), std::nullopt}};
    if (parts.size() != 2) throw std::runtime_error("\"before\" stands in it twice: " + text_);
    const Texts middle = split(parts[0], " after ");
    if (middle.size() == 2) return between(middle[0], middle[1], parts[1]);
    const SaidAccess before = access(parts[0]);
    return {{before, access(parts[1])}};
  }

 private:
  // "each of a and b reads x before the other writes it".
  std::vector<SaidLiteral> each() {
    Texts who = threads_;
    std::string text = text_;
    if (take_prefix(text, "each of ")) {
      who = {text.substr(0, text.find(' ')), ""};
      text.erase(0, who[0].size() + 5);
      who[1] = text.substr(0, text.find(' '));
      text.erase(0, who[1].size() + 1);
    } else {
      take_prefix(text, "each ");
    }
    if (who.size() != 2) throw std::runtime_error("who is \"each\"? " + text_);
    const Texts parts = split(text, " before the other ");
    if (parts.size() != 2) throw std::runtime_error("no \"before the other\": " + text_);
    std::vector<SaidLiteral> literals;
    for (int i = 0; i < 2; ++i) {
      object_.clear();
      const SaidAccess before = access(who[static_cast<std::size_t>(i)] + " " + parts[0]);
      literals.push_back({before, access(who[static_cast<std::size_t>(1 - i)] + " " + parts[1])});
    }
    return literals;
  }

  std::vector<SaidLiteral> between(const std::string& what, std::string after, std::string last) {
    if (!take_suffix(after, " and"))
      throw std::runtime_error("\"after\" without \"and\": " + text_);
    const SaidAccess middle = access(what);
    const SaidAccess first = access(after);
    return {{first, middle}, {middle, access(last)}};
  }

  SaidAccess access(std::string text) {
    SaidAccess said;
    static const std::regex kTimes(" the (first|last|[0-9]+(st|nd|rd|th)) time$");
    std::smatch match;
    if (std::regex_search(text, match, kTimes)) {
      said.occurrence = match[1];
      text = match.prefix();
    }
    if (text.back() == ')') {
      const auto open = text.find(" (");
      said.place = text.substr(open + 2, text.size() - open - 3);
      text.resize(open);
    }
    const auto space = text.find(' ');
    said.thread = text.substr(0, space);
    if (std::find(threads_.begin(), threads_.end(), said.thread) == threads_.end())
      throw std::runtime_error("\"" + said.thread + "\" is no thread: " + text_);
    said.deed = text.substr(space + 1);
    const auto last = said.deed.rfind(' ');
    const std::string object = last == std::string::npos ? "" : said.deed.substr(last + 1);
    if (object == "it") {
      if (object_.empty()) throw std::runtime_error("what is \"it\"? " + text_);
      said.deed = said.deed.substr(0, last + 1) + object_;
    } else if (!object.empty()) {
      object_ = object;
    }
    return said;
  }

  std::string text_;
  const Texts& threads_;
  std::string object_;
};

std::vector<SaidLiteral> literals(const std::string& text, const Texts& threads) {
  std::vector<SaidLiteral> all;
  for (const std::string& clause : split(text, ", and ")) {
    for (SaidLiteral& each : Clause(clause, threads).read()) all.push_back(std::move(each));
  }
  return all;
}

SaidAlternative alternative(std::string text, const Texts& threads) {
  SaidAlternative said;
  static const std::regex kShare(" \\(([0-9,]+ of [0-9,]+)\\)$");
  std::smatch match;
  if (std::regex_search(text, match, kShare)) {
    said.share = match[1];
    text = std::string(match.prefix());
  }
  const auto exchanged = text.find(" (and with ");
  if (exchanged != std::string::npos) {
    const std::string lists = text.substr(exchanged + 11, text.size() - exchanged - 12);
    said.exchanged = split(lists, "; ");
    text.resize(exchanged);
  }
  said.rounds = take_suffix(text, " in some round of each");
  said.literals = literals(text, threads);
  return said;
}

}  // namespace

SaidCondition read_condition(const std::string& sentence, const Texts& threads) {
  SaidCondition said;
  for (std::string part : split(sentence, ". ")) {
    if (take_prefix(part, "Only when ")) {
      said.only_when = literals(part, threads);
    } else if (part == "In every interleaving") {
      said.kind = SaidCondition::kAlways;
      said.alternatives.emplace_back();
    } else if (take_prefix(part, "One way, ")) {
      said.kind = SaidCondition::kOneWay;
      const auto colon = part.find(": ");
      said.alternatives.push_back(alternative(part.substr(colon + 2), threads));
      said.alternatives.back().share = part.substr(0, colon);
    } else if (take_prefix(part, "Exactly when ")) {
      said.kind = SaidCondition::kExactly;
      for (const auto& each : split(part, ", or when "))
        said.alternatives.push_back(alternative(each, threads));
    } else if (take_prefix(part, "Whenever ")) {
      said.kind = SaidCondition::kWhenever;
      for (const auto& each : split(part, ", or whenever "))
        said.alternatives.push_back(alternative(each, threads));
    } else if (!part.empty()) {
      throw std::runtime_error("what is this? " + part);
    }
  }
  return said;
}

}  // namespace heddle::test
