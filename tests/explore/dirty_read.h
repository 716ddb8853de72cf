// A detector that is not of the list: dirty reads. Within one transaction a thread writes a cell,
// another thread reads that, and the first one writes the cell again: what was read is a value that
// no order of whole transactions shows (Adya, 1999, phenomenon G1b, intermediate reads).
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "detect/cell_history.h"
#include "detect/detector.h"

namespace heddle::detect {

// An entry says that a thread has written a cell in its transaction. While its flag is not set, the
// cell still has that value; then another thread has read it.
class DirtyReads final : public CellHistory {
 public:
  DirtyReads(const kernel::Program& program, Marks marks)
      : program_(program), marks_(std::move(marks)) {}

  bool hears(Topic topic) const override { return topic != kParked; }

  void on_access(kernel::Execution& execution, const kernel::Event& event) override {
    const std::uint32_t cell = event.operation.cell;
    const std::uint32_t name = program_.memory_name(execution, cell);
    if (event.operation.kind != kernel::OperationKind::kWrite) read(execution, cell, event.thread);
    if (!event.wrote) return;
    if (is_dirty(execution, cell, event.thread)) execution.mark(marks_[name]);
    forget_if(execution,
              [&](kernel::Value each) { return cell_of(each) == cell && (each & kFlag) == 0; });
    if (program_.in_unit(execution, event.thread) && !execution.marked(marks_[name]))
      remember(execution, cell, event.thread);
  }

 private:
  void read(kernel::Execution& execution, std::uint32_t cell, kernel::ThreadId thread) const {
    for (kernel::Value& each : entries(execution))
      if (cell_of(each) == cell && thread_of(each) != thread) each |= kFlag;
  }

  bool is_dirty(kernel::Execution& execution, std::uint32_t cell, kernel::ThreadId thread) const {
    const kernel::Value read = entry(cell, thread) | kFlag;
    const auto all = entries(execution);
    return std::binary_search(all.begin(), all.end(), read);
  }

  const kernel::Program& program_;
  const Marks marks_;
};

inline constexpr Detector kDirtyRead = {
    .kind = "dirty-read",
    .sentence = "a value of {} is read that is overwritten in the same transaction",
    .asks = [](const Memory&) { return true; },
    .listen = [](const kernel::Program& program, Marks marks) -> std::unique_ptr<kernel::Listener> {
      return std::make_unique<DirtyReads>(program, std::move(marks));
    },
};

// The list with it, at either end: what is remembered lies before what the others do, or behind.
inline std::vector<Detector> with_dirty_reads(bool last = true) {
  std::vector<Detector> all(detectors().begin(), detectors().end());
  all.insert(last ? all.end() : all.begin(), kDirtyRead);
  return all;
}

}  // namespace heddle::detect
