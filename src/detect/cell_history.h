// A listener that remembers of cells what threads did to them in the transaction they are in.
//
// An entry is a number, for it is part of every state: the cell, the thread, and a flag. Each pair
// of a cell and a thread has one entry at most; they are in increasing order.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "kernel/execution.h"

namespace heddle::detect {

class CellHistory : public kernel::Listener {
 public:
  void on_set_up(const kernel::Execution& execution) override;
  // Forgets the thread.
  void on_unit_end(kernel::Execution& execution, kernel::ThreadId thread) override;
  // Forgets the cells.
  void on_freed(kernel::Execution& execution, std::uint32_t first, std::uint32_t last) override;
  void describe(const kernel::Execution& execution, kernel::ThreadId thread,
                std::vector<kernel::Value>& words) const override;
  void rename(kernel::Execution& execution, const std::vector<kernel::ThreadId>& new_name) override;
  bool can_remember(const kernel::Execution& execution, std::span<const kernel::Value> words,
                    const IsCell& is_cell) const override;

 protected:
  static constexpr kernel::Value kFlag = 1;

  // Without the flag.
  kernel::Value entry(std::uint32_t cell, kernel::ThreadId thread) const {
    return static_cast<kernel::Value>(cell) << cell_shift_ | static_cast<kernel::Value>(thread)
                                                                 << 1;
  }
  std::uint32_t cell_of(kernel::Value entry) const {
    return static_cast<std::uint32_t>(entry >> cell_shift_);
  }
  kernel::ThreadId thread_of(kernel::Value entry) const {
    return static_cast<kernel::ThreadId>((entry & ((kernel::Value{1} << cell_shift_) - 1)) >> 1);
  }
  // All of them.
  std::span<kernel::Value> entries(kernel::Execution& execution) const {
    return execution.history(slot());
  }
  // Adds an entry, or takes its flag away.
  void remember(kernel::Execution& execution, std::uint32_t cell, kernel::ThreadId thread) const;
  template <class Predicate>
  void forget_if(kernel::Execution& execution, Predicate predicate) const {
    const auto all = entries(execution);
    const auto end = std::remove_if(all.begin(), all.end(), predicate);
    if (end == all.end()) return;
    execution.cut_history(slot(), static_cast<std::size_t>(end - all.begin()));
  }

 private:
  int cell_shift_ = 0;
};

}  // namespace heddle::detect
