// An interleaving in which some term holds, with the fewest preemptions of all of these, and among
// those the shortest.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "explore/conditions/product.h"

namespace heddle::explore::conditions {

struct BestWitness {
  Interleaving interleaving;
  std::uint32_t preemptions = 0;
};

// Which edges may be taken; empty: all.
using EdgeFilter = std::function<bool(EdgeId)>;

// `with`: to the ends that count. nullopt when there is none, or the budget did not suffice.
std::optional<BestWitness> best_witness(const Ground& ground, Monitor& monitor,
                                        const Completions& with, const Budget& budget,
                                        const EdgeFilter& may_take = {});

// How many preemptions the interleaving has.
std::uint32_t preemptions_of(const Graph& graph, const Interleaving& interleaving);

}  // namespace heddle::explore::conditions
