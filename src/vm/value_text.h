// Expressions with the values of their names in place of the names: "2 <= 1".
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "scenario/scenario.h"

namespace heddle::vm {

// What stands behind the names. A name without a value is written "...", and so is what depends on
// it.
struct ValueSource {
  // Memory that a kVariable, kCell or kField names, or what a kCas, kExchange or kFetchAdd gave;
  // `place` is the value of its index or pointer (0 for a variable).
  std::function<std::optional<scenario::Value>(const scenario::Expression&, scenario::Value place)>
      memory;
  std::function<std::optional<scenario::Value>(std::uint32_t local)> local;
  scenario::Value self = 0;
};

// "" when no name stands in the expression, when it is a single name, or when it is long.
std::string value_text(const scenario::Scenario& scenario, scenario::ExpressionId expression,
                       const ValueSource& source);

}  // namespace heddle::vm
