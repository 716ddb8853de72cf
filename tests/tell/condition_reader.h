// Reads the sentence of a condition back into the pairs that it says.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace heddle::test {

// An access as a sentence names it.
struct SaidAccess {
  std::string thread;
  std::string deed;        // "reads balance", the object never as "it"
  std::string place;       // what stands in parentheses behind it; "" when nothing does
  std::string occurrence;  // "", "first", "2nd", "last"
  bool operator==(const SaidAccess&) const = default;
};

struct SaidLiteral {
  SaidAccess before;  // of a choice: thread, "chooses c = 1", place, occurrence
  std::optional<SaidAccess> after;
  bool operator==(const SaidLiteral&) const = default;
};

struct SaidAlternative {
  std::vector<SaidLiteral> literals;
  std::string share;                   // "40 of 80"; "" when none is said
  std::vector<std::string> exchanged;  // each list of threads, as it is said
  bool rounds = false;
};

struct SaidCondition {
  enum Kind { kNone, kAlways, kExactly, kWhenever, kOneWay } kind = kNone;
  std::vector<SaidAlternative> alternatives;
  std::vector<SaidLiteral> only_when;
};

// `threads`: the names of all. Throws std::runtime_error on what it cannot read.
SaidCondition read_condition(const std::string& sentence, const std::vector<std::string>& threads);

}  // namespace heddle::test
