#include "report/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>
#include <utility>

namespace heddle::report {
namespace {

constexpr std::size_t kCellsMax = 100;  // of one array, in a report for people

bool is_number(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// The first digits of a number as a fraction, and the number of its digits: 0.d * 10^digits.
std::pair<double, int> scientific(std::string_view number) {
  const std::string head = "0." + std::string(number.substr(0, 17));
  return {std::strtod(head.c_str(), nullptr), static_cast<int>(number.size())};
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 22> kVerbs = {{
    {"read", "reads"},         {"write", "writes"},
    {"update", "updates"},     {"cas", "compares and swaps"},
    {"exchange", "exchanges"}, {"lock", "locks"},
    {"unlock", "unlocks"},     {"trylock", "tries to lock"},
    {"rdlock", "read-locks"},  {"rdunlock", "read-unlocks"},
    {"wrlock", "write-locks"}, {"wrunlock", "write-unlocks"},
    {"wait", "waits on"},      {"relock", "locks again"},
    {"notify", "notifies"},    {"notify_all", "notifies all of"},
    {"acquire", "acquires"},   {"release", "releases"},
    {"send", "sends to"},      {"receive", "receives from"},
    {"arrive", "arrives at"},  {"new", "allocates a"},
}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kMoreVerbs = {{
    {"spawn", "spawns"},
    {"join", "joins"},
    {"delete", "deletes"},
    {"fetch_add", "adds to"},
    {"await", "passes its await"},
    {"atomic", "runs its atomic block"},
}};

template <class Verbs>
std::string_view third_person(const Verbs& verbs, std::string_view word) {
  for (const auto& [plain, conjugated] : verbs)
    if (plain == word) return conjugated;
  return {};
}

std::string ordinal(std::uint32_t number) {
  const std::uint32_t tens = number % 100;
  const bool teen = tens >= 11 && tens <= 13;
  const std::uint32_t last = teen ? 0 : number % 10;
  return std::to_string(number) + (last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th");
}

// Where each thread does each thing, as far as the report shows.
class Places {
 public:
  void add(const Endpoint& end) { seen_.insert({end.thread, end.access, end.step}); }
  void add(const Step& step) { seen_.insert({step.thread, step.access, step.pointer}); }
  bool ambiguous(const Endpoint& end) const {
    const auto first = seen_.lower_bound({end.thread, end.access, ""});
    if (first == seen_.end()) return false;
    const auto second = std::next(first);
    return second != seen_.end() && (*second)[0] == end.thread && (*second)[1] == end.access;
  }

 private:
  using Place = std::array<std::string, 3>;  // thread, access, step
  std::set<Place> seen_;
};

// "withdraw reads balance"; "it" for an object that was the last one named.
std::string clause(const Endpoint& end, const Places& places, std::string& last_object) {
  const Deed done = deed(end.access);
  std::string text = end.thread + " " + done.verb;
  if (!done.object.empty()) text += " " + (done.object == last_object ? "it" : done.object);
  if (!done.object.empty()) last_object = done.object;
  if (places.ambiguous(end)) text += " (" + end.step + ")";
  if (end.occurrence > 1) text += " the " + ordinal(end.occurrence) + " time";
  return text;
}

}  // namespace

std::string interleavings(std::string_view number) {
  return grouped(number) + (number == "1" ? " interleaving" : " interleavings");
}

double ratio(const Count& part, const Count& whole) {
  if (!part || !whole || !is_number(*part) || !is_number(*whole) || *whole == "0") return -1;
  const auto [above, digits_above] = scientific(*part);
  const auto [below, digits_below] = scientific(*whole);
  double quotient = above / below;
  for (int i = std::max(digits_above - digits_below, -400); i < 0; ++i) quotient /= 10;
  return quotient;
}

std::string share(const Count& part, const Count& whole) {
  const double part_of_whole = ratio(part, whole);
  if (part_of_whole < 0) return "";
  if (*part == "0") return "0%";
  return *part == *whole ? "100%" : share_text(part_of_whole);
}

std::string part_of(const Count& part, const Count& whole) {
  if (!part) return "";
  if (!is_number(*part)) return "an unbounded number of interleavings";
  if (!whole || !is_number(*whole)) return interleavings(*part);
  if (*part == *whole && *whole == "1") return "the only interleaving";
  if (*part == *whole && whole->size() > 15) return "all interleavings";
  if (*part == *whole) return "all " + interleavings(*whole);
  if (whole->size() > 15) return interleavings(*part);  // the whole is said once, in the verdict
  return grouped(*part) + " of " + interleavings(*whole);
}

std::string text_of(const Cell& cell) {
  if (cell.pointer && cell.value == 0) return "null";
  return std::to_string(cell.value);
}

std::string text_of(const NamedValue& value) {
  if (!value.array) return value.cells.empty() ? "" : text_of(value.cells.front());
  std::string text;
  for (std::size_t i = 0; i < value.cells.size(); ++i) {
    if (i == kCellsMax) return fmt::format("[{}, ... {} more]", text, value.cells.size() - i);
    text += (text.empty() ? "" : ", ") + text_of(value.cells[i]);
  }
  return "[" + text + "]";
}

std::string assignment(const NamedValue& value) { return value.name + " = " + text_of(value); }

Deed deed(std::string_view access) {
  const auto space = access.find(' ');
  const std::string_view word = access.substr(0, space);
  const std::string object(space == std::string_view::npos ? "" : access.substr(space + 1));
  if (word == "skip") return {"skips", ""};
  std::string_view verb = third_person(kVerbs, word);
  if (verb.empty()) verb = third_person(kMoreVerbs, word);
  if (verb.empty()) return {"does", std::string(access)};
  return {std::string(verb), object};
}

std::vector<std::string> clauses(const Ordering& ordering, const std::vector<Step>& witness) {
  Places places;
  for (const Step& step : witness) places.add(step);
  for (const Pair& pair : ordering.pairs) {
    places.add(pair.before);
    places.add(pair.after);
  }
  std::vector<std::string> texts;
  for (const Pair& pair : ordering.pairs) {
    std::string last_object = texts.size() == 1 ? deed(ordering.pairs[0].after.access).object : "";
    if (ordering.pairs.size() != 2) last_object.clear();
    const std::string before = clause(pair.before, places, last_object);
    texts.push_back(before + " before " + clause(pair.after, places, last_object));
  }
  return texts;
}

std::string title(const Finding& finding) {
  if (finding.kind == "flag") return finding.name.value_or("flag");
  return finding.name ? finding.kind + " " + *finding.name : finding.kind;
}

std::vector<std::string> replay_command(const Report& report, const std::string& seed) {
  const bool like_option = report.file.size() > 1 && report.file[0] == '-';
  std::vector<std::string> command = {report.program, "replay",
                                      like_option ? "./" + report.file : report.file, seed};
  for (const std::string& option : report.set_options) {
    command.emplace_back("--set");
    command.push_back(option);
  }
  return command;
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " and " : ", ";
    text += words[i];
  }
  return text;
}

}  // namespace heddle::report
