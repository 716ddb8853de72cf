// Records: the program keeps them, after its own words (execution's heap). Addresses are given in
// the order of what was made and freed.
#pragma once

#include "kernel/rules.h"

namespace heddle::kernel::heap {

inline void perform(Execution& execution, Event& event) {
  Effect::let_program_perform(execution, event);
}

inline constexpr Row kRows[] = {
    {OperationKind::kNew,
     {.verb = "new",
      .deed = "allocates a",
      .names = Names::kRecord,
      .object = Use::kChanges,
      .shows = Shows::kAddress,
      .apply = perform}},
    {OperationKind::kDelete,
     {.verb = "delete",
      .deed = "deletes",
      .names = Names::kRecord,
      .object = Use::kChanges,
      .apply = perform}},
};

}  // namespace heddle::kernel::heap
