// An interleaving in which some term holds, with the fewest preemptions of all of these.
#pragma once

#include <cstdint>
#include <optional>

#include "explore/conditions/product.h"

namespace heddle::explore::conditions {

struct BestWitness {
  Interleaving interleaving;
  std::uint32_t preemptions = 0;
};

// `with`: to the ends that count. nullopt when there is none, or the budget did not suffice.
std::optional<BestWitness> best_witness(const Ground& ground, Monitor& monitor,
                                        const Completions& with, const Budget& budget);

// How many preemptions the interleaving has.
std::uint32_t preemptions_of(const Graph& graph, const Interleaving& interleaving);

}  // namespace heddle::explore::conditions
