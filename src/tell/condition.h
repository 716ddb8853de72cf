// When a finding happens, as one sentence: "Exactly when each reads balance before the other writes
// it".
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "report/report.h"
#include "tell/subject.h"

namespace heddle::tell {

// What threads can do and choose, read off the program: two of them that read alike are told apart
// by where they stand.
class Places {
 public:
  struct Access {
    std::string text;  // "read balance"; "read a[...]" where the cell is not known
    std::string pointer;
    std::uint32_t line = 0;
    std::string statement;
    bool repeats = false;  // a thread may do it more than once
  };
  struct Choice {
    std::string pointer;
    std::uint32_t line = 0;
    std::string local;                      // "": a sleeper is chosen
    std::vector<std::string> alternatives;  // their values, "" where they are not known
    bool repeats = false;
  };

  Places() = default;
  explicit Places(const Subject& subject);

  void add(const std::string& thread, Access access) {
    accesses_[thread].push_back(std::move(access));
  }
  void add(const std::string& thread, Choice choice) {
    choices_[thread].push_back(std::move(choice));
  }

  std::size_t thread_count() const { return accesses_.size(); }
  // What must be said of the place of an access so that no other is meant: "", "line 7", or the
  // statement in quotes.
  std::string place(const report::Endpoint& end) const;
  bool repeats(const report::Endpoint& end) const;
  const Choice* choice(const report::ChoicePoint& point) const;
  // The same of a choice.
  std::string place(const report::ChoicePoint& point) const;

 private:
  // The accesses of the thread that may be called so, by their places.
  std::vector<const Access*> alike(const report::Endpoint& end) const;

  std::map<std::string, std::vector<Access>> accesses_;  // by thread, in the order of the code
  std::map<std::string, std::vector<Choice>> choices_;
};

// Of the finding's orderings and of what it happens only when; "" where there are neither. No
// full stop. Numbers stand in it where the alternatives are several or do not say all.
std::string condition(const report::Finding& finding, const Places& places);

// The parts of one alternative, and the sentence part that joins them: "withdraw reads balance
// before deposit writes it, and a chooses c = 1".
std::string clauses(const std::vector<report::Pair>& pairs, const Places& places);

}  // namespace heddle::tell
