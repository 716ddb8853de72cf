// Walks one thread through its steps, from the first one, each time anew: accesses that happened
// before are answered from the log; then up to `budget` accesses happen for real; before the one
// after that the walk stops and says what it is.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "oracle/world.h"

namespace heddle::oracle {

// Ends the interleaving.
struct Failure {
  std::string kind;                      // of the finding
  std::optional<std::string> name = {};  // none yet: the JSON pointer of the step, told by its walk
  bool in_atomic = false;
};

// Thrown where a value is to be chosen and none was given: of how many.
struct NeedChoice {
  std::uint32_t alternatives = 0;
};

// A value that was chosen: by which thread in which step, and which alternative.
struct Chosen {
  std::uint32_t thread = kNone;
  std::uint32_t source = kNone;
  std::uint32_t alternative = 0;
};

// The choices of one decision, in the order in which they are made.
class Choices {
 public:
  explicit Choices(std::vector<std::uint32_t> given) : given_(std::move(given)) {}
  std::uint32_t choose(std::uint32_t alternatives, std::uint32_t thread, std::uint32_t source) {
    if (made_.size() == given_.size()) throw NeedChoice{alternatives};
    made_.push_back({thread, source, given_[made_.size()]});
    return made_.back().alternative;
  }
  const std::vector<Chosen>& made() const { return made_; }

 private:
  std::vector<std::uint32_t> given_;
  std::vector<Chosen> made_;
};

// A part of memory that an access touches, for data races.
struct Touched {
  Place place;
  bool write = false;
  bool atomic = false;  // an access to atomic memory that is no `delete`
  bool operator==(const Touched&) const = default;
};

// Runs thread `index` on: `budget` accesses and the local work after them. Afterwards it has
// finished, or its next access is known, or it is at a barrier. Throws Failure and NeedChoice (then
// the world is worth nothing).
void advance(const scenario::Scenario& scenario, World& world, std::uint32_t index, int budget,
             Choices& choices);

// Tries the next access of thread `index`, an await or an atomic block, on a copy of the world,
// without the local work after it. False: its await does not hold. Adds what it touches.
bool try_block(const scenario::Scenario& scenario, World world, std::uint32_t index,
               Choices& choices, std::vector<Touched>& touched);

// The value of an expression of `check`. Throws Failure when it cannot be evaluated.
Word evaluate_check(const scenario::Scenario& scenario, World& world,
                    scenario::ExpressionId expression);

// "balance", "a[2]", "Node#1.next": how an access names memory.
std::string name_of(const scenario::Scenario& scenario, const World& world, const Place& place);
// "balance", "a", "Node.next": how a finding names it.
std::string family_of(const scenario::Scenario& scenario, const World& world, const Place& place);

}  // namespace heddle::oracle
