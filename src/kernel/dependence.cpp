#include "kernel/dependence.h"

namespace heddle::kernel {

namespace {

// Whether it touches what only running it would tell.
bool touches_more(const Operation& operation) {
  return operation.fault != Fault::kNone || is_block(operation.kind) ||
         operation.kind == OperationKind::kDelete;
}

}  // namespace

bool may_be_dependent(const Operation& a, const Operation& b) {
  if (touches_more(a) || touches_more(b)) return true;
  bool dependent = false;
  for_each_use(a, [&](const Thing& mine, Use my_use) {
    for_each_use(b, [&](const Thing& other, Use use) {
      dependent |= mine == other && conflict(my_use, use);
    });
  });
  return dependent;
}

}  // namespace heddle::kernel
