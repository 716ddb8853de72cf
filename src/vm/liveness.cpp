#include "vm/liveness.h"

#include <algorithm>

#include "vm/data_flow.h"

namespace heddle::vm {

namespace {

bool reads_memory(const Instruction& instruction) {
  return instruction.code == Code::kLoad || instruction.code == Code::kUpdate;
}
// A write that loses an update when what was read is out of date. An update reads before it writes:
// it loses nothing itself.
bool may_lose(const Instruction& instruction) {
  return instruction.code == Code::kStore && instruction.depends && instruction.in_unit;
}
bool ends_unit(const Instruction& instruction) {
  return instruction.code == Code::kUnitBegin || instruction.code == Code::kUnitEnd;
}
// An access of one cell that is always the same one.
bool is_scalar(const Instruction& instruction) { return instruction.place == Place::kVariable; }

bool counts_as_read(const Instruction& instruction) {
  return reads_memory(instruction) && instruction.in_unit && !instruction.awaiting;
}

// Memory names that this body both reads and writes so that an update may be lost.
std::vector<bool> names_losable(const Program& program, const Body& body) {
  std::vector<bool> read(program.names.size(), false);
  std::vector<bool> losable(program.names.size(), false);
  for (const Instruction& instruction : body.code) {
    if (counts_as_read(instruction)) read[instruction.variable] = true;
    if (may_lose(instruction)) losable[instruction.variable] = true;
  }
  for (std::size_t name = 0; name < read.size(); ++name) {
    losable[name] = losable[name] && read[name];
  }
  return losable;
}

// Marks what the detector must look at; whether there is anything.
bool track(Program& program, Body& body) {
  const std::vector<bool> losable = names_losable(program, body);
  bool any = false;
  for (Instruction& instruction : body.code) {
    if (!counts_as_read(instruction) && !may_lose(instruction)) continue;
    instruction.tracked = losable[instruction.variable];
    if (!instruction.tracked) continue;
    program.names[instruction.variable].lost_update = true;
    any = true;
  }
  return any;
}

}  // namespace

void find_dead_registers(Body& body) {
  body.dead.assign(body.parks.size(), {});
  if (body.registers == 0 || body.code.size() * body.registers > kBitsMax) return;
  const auto live =
      flow_backward(body.code, body.registers, [&](std::size_t i, BitRows& rows, std::size_t row) {
        const Instruction& instruction = body.code[i];
        if (instruction.dst != kNoIndex) rows.reset(row, instruction.dst);
        for (const Operand& operand : {instruction.a, instruction.b, instruction.c}) {
          if (operand.is_register()) rows.set(row, operand.index());
        }
      });
  for (std::size_t location = 0; location < body.parks.size(); ++location) {
    for (std::uint32_t r = 0; r < body.registers; ++r) {
      if (!live.get(body.parks[location], r)) body.dead[location].push_back(r);
    }
  }
}

void find_losable_updates(Program& program, Body& body) {
  const std::size_t names = program.names.size();
  if (!track(program, body) || body.code.size() * names > kBitsMax) return;
  // After a read of a name, only a write of it that may come before the next read can lose an
  // update; a scalar's read ends the question, an array's may have been of another cell.
  const BitRows losable =
      flow_backward(body.code, names, [&](std::size_t i, BitRows& rows, std::size_t row) {
        const Instruction& instruction = body.code[i];
        if (ends_unit(instruction)) std::fill_n(rows.row(row), rows.words(), 0);
        if (counts_as_read(instruction) && is_scalar(instruction)) {
          rows.reset(row, instruction.variable);
        }
        if (may_lose(instruction)) rows.set(row, instruction.variable);
      });
  body.may_lose.assign(body.parks.size(), std::vector<bool>(names, false));
  for (std::size_t location = 0; location < body.parks.size(); ++location) {
    for (std::size_t name = 0; name < names; ++name) {
      body.may_lose[location][name] = losable.get(body.parks[location], name);
    }
  }
}

}  // namespace heddle::vm
