// Partial order sampling.
#include "explore/strategies/sampler.h"

namespace heddle::explore {

namespace {

using kernel::Operation;
using kernel::OperationKind;

bool runs_several(const Operation& operation) {
  return operation.kind == OperationKind::kAtomic || operation.kind == OperationKind::kAwait ||
         operation.kind == OperationKind::kDelete;
}

// Whether the order of the two could matter, as far as they have announced themselves.
bool conflict(const Operation& a, const Operation& b) {
  if (a.fault != kernel::Fault::kNone || b.fault != kernel::Fault::kNone) return true;
  if (runs_several(a) || runs_several(b)) return true;
  if (is_memory(a.kind) != is_memory(b.kind)) return false;
  if (is_memory(a.kind)) {
    return a.cell == b.cell && (a.kind != OperationKind::kRead || b.kind != OperationKind::kRead);
  }
  const bool second = a.second != kernel::kNoId && (a.second == b.object || a.second == b.second);
  return a.object == b.object || second || (b.second != kernel::kNoId && b.second == a.object);
}

class Pos final : public Sampler {
 public:
  void begin(const kernel::Execution& execution, Random& random) override {
    random_ = &random;
    priorities_.assign(execution.thread_count(), 0);
  }

  std::size_t choose(const std::vector<detect::PendingOperation>& enabled) override {
    std::size_t best = 0;
    for (std::size_t i = 0; i < enabled.size(); ++i) {
      std::uint64_t& priority = priorities_[enabled[i].thread];
      if (priority == 0) priority = random_->next() | 1;
      if (priority > priorities_[enabled[best].thread]) best = i;
    }
    for (std::size_t i = 0; i < enabled.size(); ++i) {
      if (i == best || conflict(enabled[i].operation, enabled[best].operation)) {
        priorities_[enabled[i].thread] = 0;
      }
    }
    return best;
  }

 private:
  Random* random_ = nullptr;
  std::vector<std::uint64_t> priorities_;  // by thread, of its next access; 0: not drawn
};

}  // namespace

std::unique_ptr<Sampler> pos_sampler() { return std::make_unique<Pos>(); }

}  // namespace heddle::explore
