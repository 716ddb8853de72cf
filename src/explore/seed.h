// Seeds: one interleaving, or the beginning of one, as a short text. A seed holds the choices, not
// a rank, so it replays at once however large the graph is.
//
//   <scenario, 12 characters>-<choices><check, 3 characters>[-<steps, when it is a beginning>]
//
// in Crockford's base 32, lower case. The choices are one number in mixed radix: the first choice
// is the least digit, and its radix is how many alternatives there were.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "explore/number.h"
#include "explore/result.h"
#include "kernel/schedulable.h"

namespace heddle::explore {

struct Seed {
  std::uint64_t program = 0;  // what it belongs to: 60 bits
  Number choices = 0;
  std::optional<std::uint64_t> steps;  // a beginning of so many steps; nullopt: up to an end
};

std::string to_text(const Seed& seed);
// nullopt when the text is no seed, or was changed.
std::optional<Seed> parse_seed(std::string_view text);

// The seed of a path. `program_id` identifies what it belongs to. Leaves the run where it ends.
Seed seed_of(kernel::Schedulable& run, const Path& path, std::uint64_t program_id);

// The path that a seed names; nullopt when there is none (it is of another program after all).
// Leaves the run where it ends. One longer than `steps_max` is cut there.
std::optional<Path> path_of(kernel::Schedulable& run, const Seed& seed, std::uint64_t steps_max);

}  // namespace heddle::explore
