// What the machine says about an execution: which properties there are, which hold, and the
// outcome.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "vm/machine.h"

namespace heddle::vm {

using kernel::Defect;
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

void Machine::add_property(const std::string& kind, const std::string& name, std::uint32_t mark) {
  properties_.push_back({.kind = kind, .name = name, .mark = mark});
}

std::uint32_t Machine::mark_count() const { return mark_count_; }

// In the order in which reports list findings.
void Machine::add_properties() {
  mark_count_ = flag_count();
  const auto& never = scenario_.check.never;
  for (std::uint32_t flag = 0; flag < scenario_.flags.size(); ++flag) {
    const std::string& name = scenario_.flags[flag];
    const bool asked = std::find(never.begin(), never.end(), flag) != never.end();
    if (asked && !ignored(name, name)) add_property("flag", name, flag);
  }
  add_conditions();
  add_faults();
  const auto add = [&](const std::string& kind, bool asked) {
    if (!asked || ignored(kind, "")) return kNoId;
    add_property(kind);
    return static_cast<std::uint32_t>(properties_.size() - 1);
  };
  deadlock_property_ = add("deadlock", true);
  add("livelock", true);
  add("not-serializable", scenario_.check.serializable);
  add("nondeterministic", scenario_.check.deterministic);
  add_memory_properties();
}

void Machine::add_faults() {
  for (std::size_t fault = 1; fault <= static_cast<std::size_t>(Fault::kMisuse); ++fault) {
    const char* const kind = kernel::name(static_cast<Fault>(fault));
    fault_properties_[fault] = kNoId;
    if (ignored(kind, "")) continue;
    fault_properties_[fault] = static_cast<std::uint32_t>(properties_.size());
    add_property(kind);
  }
  find_assertion_names();
}

// What detectors find, and leaks, for each name of memory or type of record: first what happens on
// the way, last what can happen next.
void Machine::add_memory_properties() {
  for (const detect::Detector& detector : detectors_)
    if (detector.listen != nullptr) add_detected(detector);
  for (const RecordType& record : program_.records) {
    const bool asked = scenario_.check.leaks && !ignored("leak", record.name);
    leak_properties_.push_back(asked ? static_cast<std::uint32_t>(properties_.size()) : kNoId);
    if (asked) add_property("leak", record.name);
  }
  for (const detect::Detector& detector : detectors_)
    if (detector.listen == nullptr) add_detected(detector);
}

void Machine::add_detected(const detect::Detector& detector) {
  const std::string kind(detector.kind);
  for (std::uint32_t i = 0; i < program_.names.size(); ++i) {
    const MemoryName& name = program_.names[i];
    const detect::Memory memory{
        .atomic = i < scenario_.variables.size() && scenario_.variables[i].atomic,
        .updated = name.lost_update};
    if (!detector.asks(memory) || ignored(kind, name.name)) continue;
    properties_.push_back({.kind = kind,
                           .name = name.name,
                           .mark = detector.listen != nullptr ? mark_count_++ : kNoId,
                           .memory = i,
                           .pair = detector.pair,
                           .sentence = fmt::format(fmt::runtime(detector.sentence), name.name)});
  }
}

// always and finally, one for each expression.
void Machine::add_conditions() {
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

std::uint64_t Machine::rank_of(std::uint32_t source) const {
  const scenario::Source& at = scenario_.sources[source];
  return std::uint64_t{at.line} << 32 | at.column;
}

// Assertions with equal texts are one finding, which stands where the first of them does.
void Machine::find_assertion_names() {
  std::unordered_map<std::string, std::uint64_t> first;
  for (const Body& body : program_.bodies) {
    for (const Instruction& instruction : body.code) {
      if (instruction.code != Code::kAssert || instruction.object == kNoIndex) continue;
      const std::string& text = program_.assertions[instruction.object];
      const std::uint64_t rank = rank_of(instruction.source);
      const auto [known, added] = first.try_emplace(text, rank);
      if (!added) known->second = std::min(known->second, rank);
      assertion_names_[instruction.source].name = text;
    }
  }
  for (auto& [source, named] : assertion_names_) named.rank = first[named.name];
}

std::uint32_t Machine::flag_count() const {
  return static_cast<std::uint32_t>(scenario_.flags.size());
}

bool Machine::holds(const Execution& execution, const Body& condition) {
  Value result = 0;
  return evaluate(execution, condition, 0, scratch_.data(), 0, result) && result != 0;
}

void Machine::reached(Execution& execution) {
  if (execution.failed() && in_block_) return;  // the block has not happened as a whole
  for (std::size_t i = 0; i < always_marks_.size(); ++i) {
    if (always_marks_[i] == kNoId || execution.marked(always_marks_[i])) continue;
    if (!holds(execution, program_.conditions[i])) execution.mark(always_marks_[i]);
  }
}

std::uint32_t Machine::failed_at(const Execution& execution) {
  in_block_ = false;
  const std::uint32_t source = std::exchange(failed_source_, kNoIndex);
  if (source != kNoIndex) return source;
  return parked_at(execution, execution.last_event().thread).source;
}

void Machine::judge(Execution& execution, End end, std::vector<Defect>& found) {
  if (end == End::kFailed) return judge_failure(execution, found);
  if (end == End::kBlocked) return judge_deadlock(execution, found);
  if (end != End::kCompleted) return;
  for (std::size_t i = 0; i < final_properties_.size(); ++i) {
    if (final_properties_[i] == kNoId) continue;
    if (!holds(execution, program_.conditions[always_marks_.size() + i])) {
      found.push_back({.property = final_properties_[i]});
    }
  }
  if (execution.heap_size() != 0) judge_leaks(execution, found);
}

void Machine::judge_failure(const Execution& execution, std::vector<Defect>& found) const {
  const std::uint32_t property = fault_properties_[static_cast<std::size_t>(execution.fault())];
  if (property == kNoId) return;
  const std::uint32_t source = execution.failed_at();
  Defect defect{property, rank_of(source), scenario_.sources[source].pointer};
  if (execution.fault() == Fault::kAssertion) {
    if (const auto named = assertion_names_.find(source); named != assertion_names_.end()) {
      defect.rank = named->second.rank;
      defect.name = named->second.name;
    }
  }
  if (!ignored(properties_[property].kind, defect.name)) found.push_back(std::move(defect));
}

// Each type of which a record is still there, once.
void Machine::judge_leaks(const Execution& execution, std::vector<Defect>& found) const {
  std::vector<bool> there(program_.records.size());
  for (std::uint32_t at = 0; at < execution.heap_size(); at += program_.record_words) {
    const Value type = execution.word(execution.heap_begin() + at);
    if (type != 0) there[static_cast<std::size_t>(type) - 1] = true;
  }
  for (std::size_t type = 0; type < there.size(); ++type) {
    if (there[type] && leak_properties_[type] != kNoId) {
      found.push_back({.property = leak_properties_[type]});
    }
  }
}

std::string Machine::unit_name(const Execution& execution, ThreadId thread) const {
  const Body& body = program_.bodies[threads_[thread].declaration];
  const std::uint32_t unit = body.units[execution.location(thread)];
  return unit == kNoIndex ? std::string() : program_.unit_names[unit];
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
  return cell_names_[cell - execution.object(0).word];
}

bool Machine::may_write_unread(const Execution& execution, ThreadId thread,
                               std::uint32_t name) const {
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
