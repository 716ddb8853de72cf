#include "scenario/scenario.h"

#include <utility>

namespace heddle::scenario {

Step::~Step() {
  if (body.empty() && otherwise.empty()) return;
  // The lists from this step down to the one that is being emptied, last step first.
  std::vector<std::vector<Step>> open;
  const auto take = [&](std::vector<Step>& list) {
    if (!list.empty()) open.push_back(std::move(list));
  };
  take(body);
  take(otherwise);
  while (!open.empty()) {
    Step last = std::move(open.back().back());
    open.back().pop_back();
    if (open.back().empty()) open.pop_back();
    std::vector<Step> inner = std::move(last.body);
    take(inner);
    take(last.otherwise);
  }
}

}  // namespace heddle::scenario
