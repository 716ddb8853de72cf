// Conditions judged by brute force: which of the listed interleavings respect them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "oracle/oracle.h"

namespace heddle::oracle {

// An access by its name; `last`: in place of the occurrence, the most recent one when the other
// access of the pair happens.
struct Side {
  Event event;
  bool last = false;
};

// `before` happens, and `after` happens later or never; or, where there is one, the choice is made.
struct Part {
  Side before;
  Side after;
  std::optional<Choice> choice;
};

// All of its parts; or those of one of its images: threads exchanged inside each list, and, with
// `rounds`, the accesses of each loop of each thread all in another round that there is.
struct Alternative {
  std::vector<Part> parts;
  std::vector<std::vector<std::string>> exchanged;
  bool rounds = false;
};

// One entry for each interleaving of the result.
using Subset = std::vector<bool>;

std::uint64_t count(const Subset& subset);
bool contains(const Subset& all, const Subset& some);
Subset unite(Subset a, const Subset& b);

class Judge {
 public:
  // Both must outlive it. Requires: interleavings are listed.
  Judge(const scenario::Scenario& scenario, const Result& result);

  // Those that have the finding.
  Subset having(const FindingName& finding) const;
  // Those that respect the part; those that respect the alternative, or an image of it.
  Subset respecting(const Part& part) const;
  Subset respecting(const Alternative& alternative) const;
  // A part without which the alternative would imply the finding too: its index.
  std::optional<std::size_t> superfluous(const Alternative& alternative,
                                         const FindingName& finding) const;
  // Whether some interleaving has this access, or announces it where it ends; makes this choice.
  bool is_known(const Event& event) const;
  bool is_known(const Choice& choice) const;

 private:
  // For each of Result::events whether it is meant; with `last` any occurrence may be.
  std::vector<bool> meant(const Side& side) const;
  std::vector<Alternative> exchanged_images(const Alternative& alternative) const;
  std::vector<Alternative> shifted_images(const Alternative& alternative) const;

  const scenario::Scenario& scenario_;
  const Result& result_;
};

}  // namespace heddle::oracle
