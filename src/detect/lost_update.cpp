#include "detect/lost_update.h"

#include <utility>

#include "detect/cell_history.h"

namespace heddle::detect {

using kernel::Event;
using kernel::Execution;
using kernel::kNoId;
using kernel::OperationKind;
using kernel::ThreadId;
using kernel::Value;

namespace {

// An entry says that a thread has read a cell in its transaction; it is stale (its flag is set)
// when another thread has changed the cell since.
class LostUpdates final : public CellHistory {
 public:
  LostUpdates(const kernel::Program& program, Marks marks)
      : program_(program), marks_(std::move(marks)) {}

  bool hears(Topic) const override { return true; }

  void on_access(Execution& execution, const Event& event) override {
    const auto& operation = event.operation;
    const bool reads = operation.kind != OperationKind::kWrite;
    if (reads && operation.tracked) {
      const std::uint32_t mark = mark_of(execution, operation.cell);
      const bool asked = mark != kNoId && !execution.marked(mark);
      if (asked) remember(execution, operation.cell, event.thread);
    }
    if (!event.wrote || entries(execution).empty()) return;
    if (writes_over(execution, event)) lose(execution, operation.cell);
  }

  void on_parked(Execution& execution, ThreadId thread) override {
    forget_if(execution, [&](Value each) {
      return thread_of(each) == thread &&
             !program_.may_write_unread(execution, thread,
                                        program_.memory_name(execution, cell_of(each)));
    });
  }

 private:
  std::uint32_t mark_of(const Execution& execution, std::uint32_t cell) const {
    const std::uint32_t name = program_.memory_name(execution, cell);
    return name < marks_.size() ? marks_[name] : kNoId;
  }

  // Makes stale what others have read of the cell; whether what the thread has read of it was
  // stale. A write that does not depend on the cell leaves what was read as it was.
  bool writes_over(Execution& execution, const Event& event) const {
    const auto& operation = event.operation;
    const bool changed = !same_value(operation, event.before, event.after);
    bool lost = false;
    for (Value& each : entries(execution)) {
      if (cell_of(each) != operation.cell) continue;
      if (thread_of(each) != event.thread) {
        if (changed) each |= kFlag;
      } else if (operation.tracked && (each & kFlag) != 0) {
        lost = true;
      }
    }
    return lost;
  }

  // Once is enough: what was read of this name no longer matters.
  void lose(Execution& execution, std::uint32_t cell) const {
    const std::uint32_t name = program_.memory_name(execution, cell);
    execution.mark(marks_[name]);
    forget_if(execution,
              [&](Value each) { return program_.memory_name(execution, cell_of(each)) == name; });
  }

  const kernel::Program& program_;
  const Marks marks_;
};

}  // namespace

std::unique_ptr<kernel::Listener> listen_for_lost_updates(const kernel::Program& program,
                                                          Marks marks) {
  return std::make_unique<LostUpdates>(program, std::move(marks));
}

}  // namespace heddle::detect
