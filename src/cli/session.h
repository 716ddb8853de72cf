// One scenario, ready to run: compiled, with its detector, in an execution.
#pragma once

#include "base/hash.h"
#include "detect/lost_update.h"
#include "kernel/execution.h"
#include "scenario/scenario.h"
#include "vm/compile.h"
#include "vm/machine.h"

namespace heddle::cli {

struct Session {
  // The scenario must outlive the session.
  explicit Session(const scenario::Scenario& source)
      : scenario(source),
        program(vm::compile(source)),
        machine(source, program),
        lost_updates(machine),
        execution(machine, machine.mark_count()),
        id(hash_text(source.meaning) >> 4) {
    execution.set_observer(&lost_updates);
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  const scenario::Scenario& scenario;
  vm::Program program;
  vm::Machine machine;
  detect::LostUpdate lost_updates;
  kernel::Execution execution;
  std::uint64_t id;  // of the scenario's meaning, in seeds: 60 bits
};

}  // namespace heddle::cli
