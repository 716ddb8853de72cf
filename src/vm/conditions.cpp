#include "vm/conditions.h"

#include <algorithm>

namespace heddle::vm {

Conditions::Conditions(const Program& program, std::size_t invariant_count)
    : by_name_(program.names.size()) {
  for (std::size_t i = 0; i < invariant_count; ++i) {
    const Body& body = program.conditions[i];
    const Reads found = reads(body, 0, body.code.size());
    const bool one_variable =
        found.one_cell() && std::none_of(body.code.begin(), body.code.end(), [](const auto& each) {
          return each.code == Code::kLoad && each.place != Place::kVariable;
        });
    if (!one_variable) add(found);
  }
  for (std::uint32_t b = 0; b < program.bodies.size(); ++b) {
    const auto& code = program.bodies[b].code;
    for (std::uint32_t pc = 0; pc < code.size(); ++pc) {
      if (code[pc].code != Code::kAwait) continue;
      std::size_t end = pc;
      while (code[end].code != Code::kAwaitEnd) ++end;
      const Reads found = reads(program.bodies[b], pc, end);
      if (!found.one_cell()) awaits_[{b, pc}] = add(found);
    }
  }
}

Conditions::Reads Conditions::reads(const Body& body, std::size_t begin, std::size_t end) {
  Reads result;
  for (std::size_t i = begin; i < end; ++i) {
    const Instruction& instruction = body.code[i];
    if (instruction.code != Code::kLoad) continue;
    ++result.loads;
    result.names.push_back(instruction.variable);
    result.heap |= instruction.place == Place::kField;
  }
  std::sort(result.names.begin(), result.names.end());
  result.names.erase(std::unique(result.names.begin(), result.names.end()), result.names.end());
  return result;
}

std::uint32_t Conditions::add(const Reads& reads) {
  for (const std::uint32_t name : reads.names) by_name_[name].push_back(count_);
  if (reads.heap) on_heap_.push_back(count_);
  return count_++;
}

std::uint32_t Conditions::of_await(std::uint32_t body, std::uint32_t pc) const {
  const auto found = awaits_.find({body, pc});
  return found == awaits_.end() ? kNoIndex : found->second;
}

}  // namespace heddle::vm
