// Lost updates: within one transaction a thread reads a cell, another thread changes it, and the
// first writes it, by a write that depends on what is read from it, without having read it again
// (Berenson et al., SIGMOD 1995, phenomenon P4).
//
// What it must remember is part of the state: an entry in the execution's history for each cell
// that a thread has read and may still write so, and a mark for each name of which an update was
// lost.
#pragma once

#include "kernel/execution.h"

namespace heddle::detect {

class LostUpdate final : public kernel::Observer {
 public:
  // The program must outlive the detector.
  explicit LostUpdate(const kernel::Program& program) : program_(program) {}

  void on_event(kernel::Execution& execution, const kernel::Event& event) override;
  void on_unit_end(kernel::Execution& execution, kernel::ThreadId thread) override;
  void on_parked(kernel::Execution& execution, kernel::ThreadId thread) override;
  void on_freed(kernel::Execution& execution, std::uint32_t first, std::uint32_t last) override;
  void describe(const kernel::Execution& execution, kernel::ThreadId thread,
                std::vector<kernel::Value>& words) const override;
  void rename(kernel::Execution& execution, const std::vector<kernel::ThreadId>& new_name) override;

 private:
  const kernel::Program& program_;
};

}  // namespace heddle::detect
