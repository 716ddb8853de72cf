// What the machine says without running: what threads may still touch, which of them are alike, and
// what properties are about.
#include <algorithm>
#include <numeric>

#include "kernel/rules.h"
#include "vm/foresight.h"
#include "vm/machine.h"

namespace heddle::vm {

std::unique_ptr<kernel::Foresight> Machine::foresee() const { return vm::foresee(*this); }

namespace {

bool uses_self(const Body& body) {
  for (const Instruction& instruction : body.code) {
    if (instruction.code == Code::kSelf) return true;
  }
  return false;
}

// Whether some thread names the threads from `first` on, to spawn or to join them.
bool named(const vm::Program& program, kernel::ThreadId first) {
  for (const Body& body : program.bodies) {
    for (const Instruction& instruction : body.code) {
      const bool names = instruction.code == Code::kSync &&
                         kernel::rules(instruction.sync).names == kernel::Names::kThread;
      if (names && instruction.object == first) return true;
    }
  }
  return false;
}

}  // namespace

std::vector<kernel::SymmetricThreads> Machine::symmetric_threads() const {
  std::vector<kernel::SymmetricThreads> groups;
  kernel::ThreadId first = 0;
  for (std::size_t d = 0; d < program_.bodies.size(); ++d) {
    const Body& body = program_.bodies[d];
    const std::uint32_t count = scenario_.threads[d].count;
    if (count > 1 && !uses_self(body) && !named(program_, first)) {
      groups.push_back({first, count, threads_[first].frame, body.registers});
    }
    first += count;
  }
  return groups;
}

std::vector<std::vector<kernel::ThreadId>> Machine::like_threads() const {
  std::vector<std::vector<kernel::ThreadId>> groups;
  kernel::ThreadId first = 0;
  for (const auto& thread : scenario_.threads) {
    if (thread.count > 1) {
      auto& group = groups.emplace_back(thread.count);
      std::iota(group.begin(), group.end(), first);
    }
    first += thread.count;
  }
  return groups;
}

std::vector<std::uint32_t> Machine::memory_of(std::uint32_t property) const {
  const kernel::Property& asked = properties_[property];
  if (asked.memory != kernel::kNoId) return {asked.memory};
  std::vector<std::uint32_t> names;
  const auto read = [&](const Body& condition) {
    for (const Instruction& each : condition.code) {
      if (each.code == Code::kLoad) names.push_back(each.variable);
    }
  };
  for (std::size_t i = 0; i < always_marks_.size(); ++i) {
    if (asked.mark != kernel::kNoId && always_marks_[i] == asked.mark) read(program_.conditions[i]);
  }
  for (std::size_t i = 0; i < final_properties_.size(); ++i) {
    if (final_properties_[i] == property) read(program_.conditions[always_marks_.size() + i]);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace heddle::vm
