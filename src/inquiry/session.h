// One scenario, ready to run: compiled, with its detectors, in an execution.
#pragma once

#include <span>

#include "base/hash.h"
#include "kernel/execution.h"
#include "kernel/scheduled_program.h"
#include "report/report.h"
#include "scenario/scenario.h"
#include "tell/subject.h"
#include "vm/compile.h"
#include "vm/machine.h"
#include "vm/machine_words.h"

namespace heddle::inquiry {

struct Session {
  // All must outlive the session. `agents`: what moves beside the scenario's threads.
  explicit Session(const scenario::Scenario& source,
                   detect::Detectors detectors = detect::detectors(),
                   std::span<const kernel::Agent* const> agents = {})
      : scenario(source),
        program(vm::compile(source)),
        machine(source, program, detectors),
        words(machine),
        execution(machine, machine.mark_count(), agents),
        run(execution, machine),
        id(hash_text(source.meaning) >> 4) {}
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  tell::Subject subject() { return {run, execution, machine, words, id}; }

  const scenario::Scenario& scenario;
  vm::Program program;
  vm::Machine machine;
  vm::MachineWords words;
  kernel::Execution execution;
  kernel::ScheduledProgram run;
  std::uint64_t id;  // of the scenario's meaning, in seeds: 60 bits
};

// Name, description, constants, threads, variables, flags and the warnings of the reader; nothing
// that was found.
report::Report describe_scenario(const Session& session);

}  // namespace heddle::inquiry
