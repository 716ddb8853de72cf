#include "vm/tracer.h"

#include <algorithm>

namespace heddle::vm {

using kernel::kNoId;
using kernel::ThreadId;

namespace {

// The operation gives back what was in the cell.
bool gives_what_it_read(const Instruction& instruction) {
  if (instruction.code == Code::kLoad) return true;
  return instruction.code == Code::kUpdate &&
         instruction.update != kernel::UpdateKind::kCompareAndSwap;
}

}  // namespace

void Tracer::listen(kernel::LocalLog& log, const Program& program,
                    const std::vector<std::uint32_t>& declarations) {
  listening_ = true;
  log_ = &log;
  threads_.clear();
  coming_ = {};
  asserted_ = {};
  for (const std::uint32_t declaration : declarations) {
    const Body& body = program.bodies[declaration];
    Thread thread;
    thread.body = &body;
    thread.registers.resize(body.registers);
    thread.assigned.assign(body.locals, kNone);
    threads_.push_back(std::move(thread));
  }
}

void Tracer::use(const Shadow& shadow) {
  const auto add = [&](std::size_t assignment) {
    log_->uses.push_back({assignment, log_->step});
    coming_.derived.push_back(assignment);
  };
  if (shadow.assignment != kNone) return add(shadow.assignment);
  for (const std::size_t each : shadow.derived) add(each);
}

void Tracer::before(ThreadId id, std::uint32_t pc, std::uint32_t cell) {
  const Thread& thread = threads_[id];
  const Instruction& instruction = thread.body->code[pc];
  coming_ = {};
  for (const Operand& operand : {instruction.a, instruction.b, instruction.c}) {
    if (operand.is_register()) use(thread.registers[operand.index()]);
  }
  std::sort(coming_.derived.begin(), coming_.derived.end());
  coming_.derived.erase(std::unique(coming_.derived.begin(), coming_.derived.end()),
                        coming_.derived.end());
  if (instruction.code == Code::kMove && instruction.a.is_register()) {
    coming_.cell = thread.registers[instruction.a.index()].cell;
    coming_.step = thread.registers[instruction.a.index()].step;
  } else if (gives_what_it_read(instruction)) {
    coming_.cell = cell;
    coming_.step = log_->step;
    coming_.derived.clear();  // where it stood was computed from them, not what it is
  }
  if (instruction.code == Code::kAssert) asserted_ = {id, pc};
  if (instruction.code == Code::kUpdate && instruction.now)
    log_->returned.push_back(instruction.dst != kNoIndex);
}

void Tracer::after(ThreadId id, std::uint32_t pc, Value value) {
  Thread& thread = threads_[id];
  const Instruction& instruction = thread.body->code[pc];
  note_load(thread, instruction, value);
  const InstructionNote& note = thread.body->notes[pc];
  if (instruction.dst == kNoIndex) {
    Shadow none;
    if (note.local != kNoIndex) assign(id, note, value, none);
    return;
  }
  Shadow& shadow = thread.registers[instruction.dst];
  shadow = coming_;
  if (note.local != kNoIndex) assign(id, note, value, shadow);
}

void Tracer::note_load(Thread& thread, const Instruction& instruction, Value value) {
  const bool loads = instruction.code == Code::kLoad || instruction.code == Code::kUpdate;
  if (instruction.code == Code::kAssert || instruction.code == Code::kAwaitEnd) {
    thread.loading = kNoIndex;
    thread.loads.clear();
  }
  if (!loads || instruction.dst == kNoIndex) return;
  if (thread.loading != instruction.source) thread.loads.clear();
  thread.loading = instruction.source;
  thread.loads.push_back(value);
}

void Tracer::assign(ThreadId id, const InstructionNote& note, Value value, Shadow& shadow) {
  log_->assignments.push_back({.thread = id,
                               .local = note.local,
                               .value = value,
                               .chosen = note.chosen,
                               .cell = shadow.cell,
                               .read_in_step = shadow.step});
  const std::size_t before = threads_[id].assigned[note.local];
  if (before != kNone) log_->assignments[before].replaced_in_step = log_->step;
  shadow.assignment = log_->assignments.size() - 1;
  shadow.derived.clear();
  threads_[id].assigned[note.local] = shadow.assignment;
}

std::optional<Value> Tracer::local(ThreadId thread, std::uint32_t local) const {
  if (thread >= threads_.size()) return std::nullopt;
  const std::size_t assignment = threads_[thread].assigned[local];
  if (assignment == kNone) return std::nullopt;
  return log_->assignments[assignment].value;
}

}  // namespace heddle::vm
