// The integers of a scenario: 64 bits, and what cannot be computed ends the interleaving.
#pragma once

#include <cstdint>

#include "scenario/scenario.h"

namespace heddle::oracle {

// Throw Failure: overflow, division-by-zero.
std::int64_t binary(scenario::Operator op, std::int64_t left, std::int64_t right);
std::int64_t unary(scenario::Operator op, std::int64_t operand);
// What `x op= right` stores when x was `left`.
std::int64_t assigned(scenario::AssignOperator op, std::int64_t left, std::int64_t right);

}  // namespace heddle::oracle
