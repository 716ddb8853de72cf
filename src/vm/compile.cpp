#include "vm/compile.h"

#include <utility>

#include "base/deep_stack.h"
#include "vm/code_generator.h"
#include "vm/liveness.h"

namespace heddle::vm {

namespace {

void add_names(const scenario::Scenario& scenario, Program& program) {
  for (const auto& variable : scenario.variables) program.names.push_back({variable.name, false});
  for (const auto& record : scenario.records) {
    RecordType type;
    type.name = record.name;
    program.field_names.push_back(static_cast<std::uint32_t>(program.names.size()));
    for (const auto& field : record.fields) {
      type.fields.push_back(field.name);
      type.pointer.push_back(field.type.is_pointer());
      type.atomic.push_back(field.atomic);
      program.names.push_back({record.name + "." + field.name, false});
    }
    const auto words = static_cast<std::uint32_t>(record.fields.size()) + 1;
    program.record_words = std::max(program.record_words, words);
    program.records.push_back(std::move(type));
  }
}

}  // namespace

Numbering::Numbering(const scenario::Scenario& scenario) {
  auto next = static_cast<std::uint32_t>(scenario.variables.size());
  for (const auto& family : scenario.objects) {
    family_first.push_back(next);
    next += static_cast<std::uint32_t>(family.initial.size());
  }
  next = 0;
  for (const auto& thread : scenario.threads) {
    thread_first.push_back(next);
    next += thread.count;
  }
}

namespace {

Program compile_all(const scenario::Scenario& scenario, StopLooks& stop) {
  Program program;
  add_names(scenario, program);
  CodeGenerator generator(scenario, program, stop);
  for (const auto& thread : scenario.threads) {
    Body body = generator.thread(thread);
    find_dead_registers(body);
    find_losable_updates(program, body);
    program.bodies.push_back(std::move(body));
  }
  for (const auto& condition : scenario.check.always) {
    program.conditions.push_back(generator.condition(condition.value));
  }
  for (const auto& condition : scenario.check.finally) {
    program.conditions.push_back(generator.condition(condition.value));
  }
  for (const auto& body : program.bodies) program.instruction_count += body.code.size();
  return program;
}

}  // namespace

Program compile(const scenario::Scenario& scenario, const ShouldStop& should_stop) {
  Program program;
  on_deep_stack([&] {
    StopLooks stop(should_stop);
    program = compile_all(scenario, stop);
  });
  return program;
}

}  // namespace heddle::vm
