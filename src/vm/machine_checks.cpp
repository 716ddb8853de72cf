// What the machine says about an execution: which properties there are, which hold, and the
// outcome.
#include <algorithm>

#include "vm/machine.h"

namespace heddle::vm {

using kernel::End;
using kernel::Execution;
using kernel::Fault;
using kernel::kNoId;
using kernel::ThreadId;

bool Machine::ignored(const std::string& kind, const std::string& name) const {
  return std::any_of(scenario_.check.ignore.begin(), scenario_.check.ignore.end(),
                     [&](const scenario::Expected& entry) {
                       return entry.kind == kind && (!entry.name || *entry.name == name);
                     });
}

void Machine::add_property(const std::string& kind, const std::string& name, std::uint32_t mark,
                           std::uint32_t memory) {
  properties_.push_back({kind, name, mark, memory});
}

std::uint32_t Machine::mark_count() const { return mark_count_; }

void Machine::add_properties() {
  mark_count_ = flag_count();
  for (const std::uint32_t flag : scenario_.check.never) {
    const std::string& name = scenario_.flags[flag];
    if (!ignored(name, name)) add_property("flag", name, flag);
  }
  add_memory_properties();
  add_conditions();
  const auto add = [&](const std::string& kind, bool asked) {
    if (!asked || ignored(kind, "")) return kNoId;
    add_property(kind);
    return static_cast<std::uint32_t>(properties_.size() - 1);
  };
  add("not-serializable", scenario_.check.serializable);
  add("nondeterministic", scenario_.check.deterministic);
  deadlock_property_ = add("deadlock", true);
  add("livelock", true);
  leak_property_ = add("leak", scenario_.check.leaks);
  for (std::size_t fault = 1; fault <= static_cast<std::size_t>(Fault::kMisuse); ++fault) {
    fault_properties_[fault] = add(kernel::name(static_cast<Fault>(fault)), true);
  }
}

// lost-update and data-race, for each name of memory.
void Machine::add_memory_properties() {
  lost_marks_.assign(program_.names.size(), kNoId);
  for (std::uint32_t i = 0; i < program_.names.size(); ++i) {
    const MemoryName& memory = program_.names[i];
    if (!memory.lost_update || ignored("lost-update", memory.name)) continue;
    lost_marks_[i] = mark_count_++;
    add_property("lost-update", memory.name, lost_marks_[i], i);
  }
  for (std::uint32_t i = 0; i < program_.names.size(); ++i) {
    const bool atomic_variable = i < scenario_.variables.size() && scenario_.variables[i].atomic;
    const std::string& name = program_.names[i].name;
    if (!atomic_variable && !ignored("data-race", name)) add_property("data-race", name, kNoId, i);
  }
}

// always and finally, one for each expression.
void Machine::add_conditions() {
  first_always_mark_ = mark_count_;
  for (const auto& condition : scenario_.check.always) {
    const bool asked = !ignored("invariant", condition.text);
    always_marks_.push_back(asked ? mark_count_++ : kNoId);
    if (asked) add_property("invariant", condition.text, always_marks_.back());
  }
  for (const auto& condition : scenario_.check.finally) {
    const bool asked = !ignored("final", condition.text);
    final_properties_.push_back(asked ? static_cast<std::uint32_t>(properties_.size()) : kNoId);
    if (asked) add_property("final", condition.text);
  }
}

std::uint32_t Machine::flag_count() const {
  return static_cast<std::uint32_t>(scenario_.flags.size());
}

bool Machine::holds(const Execution& execution, const Body& condition) {
  Value result = 0;
  return evaluate(execution, condition, 0, scratch_.data(), 0, result) && result != 0;
}

void Machine::reached(Execution& execution) {
  for (std::size_t i = 0; i < always_marks_.size(); ++i) {
    if (always_marks_[i] == kNoId || execution.marked(always_marks_[i])) continue;
    if (!holds(execution, program_.conditions[i])) execution.mark(always_marks_[i]);
  }
}

void Machine::judge(Execution& execution, End end, std::vector<std::uint32_t>& found) {
  const auto add = [&](std::uint32_t property) {
    if (property != kNoId) found.push_back(property);
  };
  if (end == End::kFailed) {
    add(fault_properties_[static_cast<std::size_t>(execution.fault())]);
  } else if (end == End::kBlocked) {
    add(deadlock_property_);
  } else if (end == End::kCompleted) {
    for (std::size_t i = 0; i < final_properties_.size(); ++i) {
      if (final_properties_[i] == kNoId) continue;
      if (!holds(execution, program_.conditions[always_marks_.size() + i]))
        add(final_properties_[i]);
    }
    if (execution.heap_size() != 0) add(leak_property_);
  }
}

void Machine::outcome(const Execution& execution, std::vector<Value>& values) const {
  std::vector<Value> addresses;  // by first appearance
  for (std::size_t i = 0; i < scenario_.variables.size(); ++i) {
    const kernel::Object& object = execution.object(static_cast<kernel::ObjectId>(i));
    const Value* cells = execution.words().data() + object.word;
    if (!scenario_.variables[i].type.is_pointer()) {
      values.insert(values.end(), cells, cells + object.size);
      continue;
    }
    for (std::uint32_t cell = 0; cell < object.size; ++cell) {
      const Value address = kernel::address_of(cells[cell]);
      if (address == 0) {
        values.push_back(0);
        continue;
      }
      auto found = std::find(addresses.begin(), addresses.end(), address);
      if (found == addresses.end()) found = addresses.insert(addresses.end(), address);
      values.push_back(found - addresses.begin() + 1);
    }
  }
}

std::uint32_t Machine::memory_name(const Execution& execution, std::uint32_t cell) const {
  if (cell >= execution.heap_begin()) {
    const std::uint32_t at = cell - execution.heap_begin();
    const std::uint32_t field = at % program_.record_words - 1;
    const Value type = execution.word(cell - field - 1);
    return program_.field_names[static_cast<std::size_t>(type) - 1] + field;
  }
  // Variables are the first objects, and lie one behind the other.
  std::uint32_t low = 0;
  auto high = static_cast<std::uint32_t>(scenario_.variables.size());
  while (high - low > 1) {
    const std::uint32_t middle = low + (high - low) / 2;
    (execution.object(middle).word <= cell ? low : high) = middle;
  }
  return low;
}

bool Machine::may_lose(const Execution& execution, ThreadId thread, std::uint32_t name) const {
  const Body& body = program_.bodies[threads_[thread].declaration];
  return body.may_lose.empty() || body.may_lose[execution.location(thread)][name];
}

bool Machine::may_cycle() const {
  return std::any_of(program_.bodies.begin(), program_.bodies.end(),
                     [](const Body& body) { return body.loops; });
}

bool Machine::in_unit(const Execution& execution, ThreadId thread) const {
  return parked_at(execution, thread).in_unit;
}

std::vector<bool> Machine::sources_reached() const {
  std::vector<bool> reached(scenario_.sources.size(), false);
  for (std::size_t d = 0; d < program_.bodies.size(); ++d) {
    const Body& body = program_.bodies[d];
    for (std::size_t i = 0; i < body.code.size(); ++i) {
      const std::uint32_t source = body.code[i].source;
      if (source != kNoIndex && reached_[body_reached_[d] + i] != 0) reached[source] = true;
    }
  }
  return reached;
}

std::vector<std::uint32_t> Machine::declarations() const {
  std::vector<std::uint32_t> declarations;
  for (const Thread& thread : threads_) declarations.push_back(thread.declaration);
  return declarations;
}

}  // namespace heddle::vm
