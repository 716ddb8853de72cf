#include "vm/liveness.h"

#include <algorithm>

#include "vm/data_flow.h"

namespace heddle::vm {

namespace {

bool reads_memory(const Instruction& instruction) {
  return instruction.code == Code::kLoad || instruction.code == Code::kUpdate;
}
bool writes_memory(const Instruction& instruction) {
  return instruction.code == Code::kStore || instruction.code == Code::kUpdate;
}
bool ends_unit(const Instruction& instruction) {
  return instruction.code == Code::kUnitBegin || instruction.code == Code::kUnitEnd;
}
// An access of one cell that is always the same one.
bool is_scalar(const Instruction& instruction) { return instruction.place == Place::kVariable; }

// Which memory names this body reads, inside a transaction, where the read counts.
std::vector<bool> names_read(const Program& program, const Body& body) {
  std::vector<bool> read(program.names.size(), false);
  for (const Instruction& instruction : body.code) {
    if (reads_memory(instruction) && instruction.in_unit && !instruction.awaiting) {
      read[instruction.variable] = true;
    }
  }
  return read;
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
  const std::vector<bool> read = names_read(program, body);
  const std::size_t names = program.names.size();
  const bool exact = body.code.size() * names <= kBitsMax;
  // After a read of a name, only a write of it that may come before the next read can lose an
  // update; a scalar's read ends the question, an array's may have been of another cell.
  BitRows losable(1, 1);
  if (exact) {
    losable = flow_backward(body.code, names, [&](std::size_t i, BitRows& rows, std::size_t row) {
      const Instruction& instruction = body.code[i];
      if (ends_unit(instruction)) std::fill_n(rows.row(row), rows.words(), 0);
      if (!instruction.in_unit) return;
      const bool counts = !instruction.awaiting;
      if (reads_memory(instruction) && counts && is_scalar(instruction)) {
        rows.reset(row, instruction.variable);
      }
      // An update reads before it writes: it loses nothing itself.
      if (instruction.code == Code::kStore) rows.set(row, instruction.variable);
    });
  }
  for (Instruction& instruction : body.code) {
    if (!instruction.in_unit || instruction.awaiting) continue;
    if (!reads_memory(instruction) && !writes_memory(instruction)) continue;
    instruction.tracked = read[instruction.variable];
    if (instruction.code == Code::kStore && instruction.tracked) {
      program.names[instruction.variable].lost_update = true;
    }
  }
  if (!exact) return;
  body.may_lose.assign(body.parks.size(), std::vector<bool>(names, false));
  for (std::size_t location = 0; location < body.parks.size(); ++location) {
    for (std::size_t name = 0; name < names; ++name) {
      body.may_lose[location][name] = losable.get(body.parks[location], name);
    }
  }
}

}  // namespace heddle::vm
