#include "vm/machine_words.h"

#include <fmt/format.h>

#include <map>
#include <utility>

#include "kernel/rules.h"
#include "vm/value_text.h"

namespace heddle::vm {

using kernel::Execution;
using kernel::ThreadId;
using scenario::Expression;
using scenario::ExpressionKind;

namespace {

// What an expression reads from memory in the state that the execution is in.
std::optional<Value> in_state(const Machine& machine, const Execution& execution,
                              const Expression& node, Value place) {
  if (node.kind == ExpressionKind::kField) {
    if (place == 0 || (place & 1) != 0) return std::nullopt;
    const auto record = static_cast<std::uint32_t>(kernel::address_of(place)) - 1;
    return execution.word(execution.heap_begin() + record * machine.program().record_words + 1 +
                          node.index);
  }
  if (node.kind != ExpressionKind::kVariable && node.kind != ExpressionKind::kCell) return {};
  const kernel::Object& object = execution.object(node.index);
  if (place < 0 || place >= object.size) return std::nullopt;
  return execution.word(object.word + static_cast<std::uint32_t>(place));
}

}  // namespace

kernel::Place MachineWords::place(std::uint32_t source) const {
  if (source == kNoIndex) return {};
  const scenario::Source& of = machine_.scenario().sources[source];
  kernel::Place place{of.pointer, of.line, of.column, std::nullopt, of.text};
  if (!of.statement.empty()) place.statement = of.statement;  // a block has none
  return place;
}

std::vector<std::string> MachineWords::records(const Execution& execution,
                                               const std::string& type) const {
  const Program& program = machine_.program();
  std::vector<std::string> texts;
  for (std::uint32_t at = 0; at < execution.heap_size(); at += program.record_words) {
    const Value kind = execution.word(execution.heap_begin() + at);
    if (kind == 0) continue;
    const std::string& name = program.records[static_cast<std::size_t>(kind) - 1].name;
    if (type.empty() || name == type)
      texts.push_back(fmt::format("{}#{}", name, at / program.record_words + 1));
  }
  return texts;
}

kernel::VariableName MachineWords::variable(kernel::ObjectId object) const {
  const scenario::Variable& variable = machine_.scenario().variables[object];
  return {variable.name, variable.is_array, variable.type.is_pointer()};
}

kernel::LocalName MachineWords::local(ThreadId thread, std::uint32_t local) const {
  const auto& of = machine_.scenario().threads[machine_.declaration(thread)].locals[local];
  return {of.name, of.type.is_pointer()};
}

bool MachineWords::returns(const Execution& execution, ThreadId thread) const {
  return machine_.parked_at(execution, thread).dst != kNoIndex;
}

std::optional<std::uint32_t> MachineWords::await_pc(const Execution& execution,
                                                    ThreadId thread) const {
  const Body& code = body(thread);
  const std::uint32_t pc = code.parks[execution.location(thread)];
  if (code.code[pc].code == Code::kAwait) return pc;
  const bool begins = code.code[pc].code == Code::kAtomic && pc + 1 < code.code.size() &&
                      code.code[pc + 1].code == Code::kAwait;
  return begins ? std::optional(pc + 1) : std::nullopt;
}

std::optional<std::uint32_t> MachineWords::await(const Execution& execution,
                                                 ThreadId thread) const {
  const auto pc = await_pc(execution, thread);
  return pc ? std::optional(body(thread).code[*pc].source) : std::nullopt;
}

const scenario::Condition* MachineWords::condition(std::uint32_t property) const {
  const kernel::Property& of = machine_.properties()[property];
  const scenario::Check& check = machine_.scenario().check;
  if (of.kind != "invariant" && of.kind != "final") return nullptr;
  for (const auto& each : of.kind == "invariant" ? check.always : check.finally) {
    if (each.text == of.name) return &each;
  }
  return nullptr;
}

std::string MachineWords::expression(std::uint32_t property) const {
  const scenario::Condition* const found = condition(property);
  return found == nullptr ? "" : found->expression;
}

std::string MachineWords::values(const Execution& execution, std::uint32_t property) const {
  const scenario::Condition* const found = condition(property);
  if (found == nullptr) return "";
  ValueSource source;
  source.memory = [&](const Expression& node, Value place) {
    return in_state(machine_, execution, node, place);
  };
  source.local = [](std::uint32_t) { return std::nullopt; };
  return value_text(machine_.scenario(), found->value, source);
}

std::string MachineWords::await_values(const Execution& execution, ThreadId thread) const {
  const auto pc = await_pc(execution, thread);
  if (!pc) return "";
  ValueSource source;
  source.memory = [&](const Expression& node, Value place) {
    return in_state(machine_, execution, node, place);
  };
  source.local = [&](std::uint32_t local) { return machine_.tracer().local(thread, local); };
  source.self = machine_.self(thread);
  return value_text(machine_.scenario(), body(thread).notes[*pc].expression, source);
}

std::string MachineWords::assertion_values(const Execution&, std::uint32_t source_index) const {
  const auto asserted = machine_.tracer().asserted();
  const kernel::ThreadId thread = asserted.thread;
  const std::uint32_t pc = asserted.pc;
  if (thread == kernel::kNoId || body(thread).code[pc].source != source_index) return "";
  const std::uint32_t expression = body(thread).notes[pc].expression;
  if (expression == kNoIndex) return "";
  std::size_t next = 0;
  ValueSource source;
  source.memory = [&](const Expression&, Value) -> std::optional<Value> {
    const auto& loads = machine_.tracer().loads(thread);
    if (next == loads.size()) return std::nullopt;
    return loads[next++];
  };
  source.local = [&](std::uint32_t local) { return machine_.tracer().local(thread, local); };
  source.self = machine_.self(thread);
  return value_text(machine_.scenario(), expression, source);
}

namespace {

// Which instructions stand in a loop.
std::vector<bool> in_loops(const Body& body) {
  std::vector<int> begin_less_end(body.code.size() + 1, 0);
  for (std::size_t pc = 0; pc < body.code.size(); ++pc) {
    const Instruction& instruction = body.code[pc];
    if (instruction.code != Code::kJump || instruction.target > pc) continue;
    ++begin_less_end[instruction.target];
    --begin_less_end[pc + 1];
  }
  std::vector<bool> inside(body.code.size());
  int depth = 0;
  for (std::size_t pc = 0; pc < body.code.size(); ++pc) {
    depth += begin_less_end[pc];
    inside[pc] = depth > 0;
  }
  return inside;
}

}  // namespace

std::vector<MachineWords::Access> MachineWords::accesses(const Execution& execution,
                                                         ThreadId thread) const {
  const Body& code = body(thread);
  const std::vector<bool> loops = in_loops(code);
  std::map<std::pair<std::uint32_t, std::string>, std::size_t> told;
  std::vector<Access> all;
  for (const std::uint32_t pc : code.parks) {
    const Instruction& instruction = code.code[pc];
    std::string text = machine_.access_text(execution, instruction);
    const auto [at, is_new] = told.try_emplace({instruction.source, text}, all.size());
    if (is_new) {
      all.push_back({instruction.source, std::move(text), loops[pc]});
    } else {
      all[at->second].repeats = true;
    }
  }
  return all;
}

MachineWords::Choice MachineWords::choice(ThreadId thread, std::uint32_t pc) const {
  const Body& code = body(thread);
  Choice choice{.source = code.code[pc].source, .local = "", .alternatives = {}};
  for (std::uint32_t i = pc + 1; choice.alternatives.size() < code.code[pc].target; ++i) {
    if (!code.notes[i].chosen) continue;
    choice.local = local(thread, code.notes[i].local).name;
    const Instruction& takes = code.code[i];
    const bool known = takes.code == Code::kMove && takes.a.constant();
    choice.alternatives.push_back(
        known ? std::to_string(machine_.program().constants[takes.a.index()]) : "");
  }
  return choice;
}

std::vector<MachineWords::Choice> MachineWords::choices(ThreadId thread) const {
  const Body& code = body(thread);
  const std::vector<bool> loops = in_loops(code);
  std::map<std::uint32_t, std::size_t> told;
  std::vector<Choice> all;
  for (std::uint32_t pc = 0; pc < code.code.size(); ++pc) {
    const Instruction& instruction = code.code[pc];
    const bool notifies =
        instruction.code == Code::kSync && kernel::rules(instruction.sync).chooses;
    if (instruction.code != Code::kChoose && !notifies) continue;
    const auto [at, is_new] = told.try_emplace(instruction.source, all.size());
    if (is_new) {
      all.push_back(notifies ? Choice{.source = instruction.source, .local = "", .alternatives = {}}
                             : choice(thread, pc));
      all.back().repeats = loops[pc];
    } else {
      all[at->second].repeats = true;
    }
  }
  return all;
}

std::vector<MachineWords::Unreached> MachineWords::unreached() const {
  std::vector<bool> seen = machine_.sources_reached();
  std::vector<Unreached> unreached;
  for (const Body& each : machine_.program().bodies) {
    for (const Instruction& instruction : each.code) {
      const std::uint32_t source = instruction.source;
      if (source == kNoIndex || seen[source]) continue;
      seen[source] = true;
      unreached.push_back(
          {source, instruction.code == Code::kFlag ? instruction.object : kernel::kNoId});
    }
  }
  return unreached;
}

void MachineWords::listen(kernel::LocalLog* log) {
  if (log == nullptr) return machine_.tracer().stop();
  machine_.tracer().listen(*log, machine_.program(), machine_.declarations());
}

void MachineWords::begin_step(const Execution& execution, ThreadId thread) {
  if (!machine_.tracer().listening()) return;
  const Body& code = body(thread);
  machine_.tracer().before(thread, code.parks[execution.location(thread)],
                           execution.pending(thread).cell);
}

}  // namespace heddle::vm
