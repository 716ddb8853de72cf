#include "vm/state_check.h"

#include <algorithm>

#include "kernel/rules.h"

namespace heddle::vm {

namespace {

using kernel::Execution;
using kernel::Object;
using kernel::ThreadId;

class StateCheck {
 public:
  StateCheck(const Machine& machine, const Execution& execution, std::span<const Value> words)
      : machine_(machine),
        execution_(execution),
        words_(words),
        program_(machine.program()),
        threads_(execution.thread_count()),
        heap_(execution.heap_begin()) {}

  bool holds() {
    return has_room() && fault() <= static_cast<Value>(kernel::Fault::kMisuse) && objects_fit() &&
           threads_fit() && heap_fits() && history_fits();
  }

 private:
  bool within(Value value, Value first, Value last) const {
    return first <= value && value <= last;
  }

  Value fault() const { return words_[0] & 15; }
  bool failed() const { return fault() != static_cast<Value>(kernel::Fault::kNone); }

  bool has_room() {
    if (words_.size() < heap_) return false;
    const Value size = words_[heap_ - 1];
    if (!within(size, 0, static_cast<Value>(words_.size() - heap_))) return false;
    heap_size_ = static_cast<std::uint32_t>(size);
    return heap_size_ % program_.record_words == 0;
  }

  // Numbers of threads, and how many messages there are; everything else is bits and integers.
  bool objects_fit() const {
    for (kernel::ObjectId id = 0; id < execution_.object_count(); ++id) {
      const Object& object = execution_.object(id);
      const auto max = kernel::rules(object.kind).first_word_max;
      if (max != nullptr && !within(words_[object.word], 0, max(object, threads_))) return false;
    }
    const auto& variables = machine_.scenario().variables;
    for (std::size_t i = 0; i < variables.size(); ++i) {
      const Object& object = execution_.object(static_cast<kernel::ObjectId>(i));
      if (!variables[i].type.is_pointer()) continue;
      for (std::uint32_t cell = 0; cell < object.size; ++cell)
        if (!is_pointer(words_[object.word + cell])) return false;
    }
    return true;
  }

  // null, or an existing record; one to freed memory need not be there any more.
  bool is_pointer(Value pointer) const {
    if (pointer == 0) return true;
    const Value record = kernel::address_of(pointer) - 1;
    if (record < 0) return false;
    if ((pointer & 1) != 0) return record < (Value{1} << 31);
    const Value records = heap_size_ / program_.record_words;
    return record < records &&
           words_[heap_ + static_cast<std::size_t>(record) * program_.record_words] != 0;
  }

  bool threads_fit() const {
    std::uint32_t frame = execution_.program_word();
    for (ThreadId thread = 0; thread < threads_; ++thread) {
      if (execution_.is_agent(thread)) {
        const Value word = words_[execution_.words_of(thread)[0]];
        if (word < -2 || (word & 3) != 0) return false;
        continue;
      }
      const Body& body = program_.bodies[machine_.declaration(thread)];
      const auto own = execution_.words_of(thread);
      if (!place_fits(body, words_[own[0]])) return false;
      if (own.size() > 1 && !within(words_[own[1]], 0, threads_)) return false;
      for (std::uint32_t r = body.integers; r < body.registers; ++r)
        if (!is_pointer(words_[frame + r])) return false;
      frame += body.registers;
    }
    return true;
  }

  // Not started, finished, or parked; asleep only where it waits.
  static bool place_fits(const Body& body, Value word) {
    if (word < 0) return word >= -2;
    const auto location = static_cast<std::uint64_t>(word) >> 2;
    if (location >= body.parks.size()) return false;
    const Instruction& parked = body.code[body.parks[location]];
    auto status = static_cast<Execution::Status>(word & 3);
    if (status == Execution::kReady) return true;
    if (status == Execution::kNotified) status = Execution::kAsleep;  // once it was
    return parked.code == Code::kSync && kernel::rules(parked.sync).stays == status;
  }

  bool heap_fits() const {
    for (std::uint32_t at = 0; at < heap_size_; at += program_.record_words) {
      const Value type = words_[heap_ + at];
      if (!within(type, 0, static_cast<Value>(program_.records.size()))) return false;
      if (type == 0) continue;
      const RecordType& record = program_.records[static_cast<std::size_t>(type) - 1];
      for (std::uint32_t f = 0; f < record.fields.size(); ++f)
        if (record.pointer[f] && !is_pointer(words_[heap_ + at + 1 + f])) return false;
    }
    return true;
  }

  // Where it failed, or what listeners remember.
  bool history_fits() const {
    const auto rest = words_.subspan(heap_ + heap_size_);
    const auto places = static_cast<Value>(machine_.scenario().sources.size());
    if (failed()) return rest.size() == 1 && within(rest[0], 0, places - 1);
    return execution_.can_be_history(rest, [this](std::uint64_t cell) { return is_cell(cell); });
  }

  bool is_cell(std::uint64_t cell) const {
    if (cell >= heap_) {
      const std::uint64_t at = cell - heap_;
      const std::uint64_t field = at % program_.record_words;
      if (at >= heap_size_ || field == 0) return false;
      const Value type = words_[heap_ + at - field];
      return type > 0 &&
             field <= program_.records[static_cast<std::size_t>(type) - 1].fields.size();
    }
    const auto& variables = machine_.scenario().variables;
    for (std::size_t i = 0; i < variables.size(); ++i) {
      const Object& object = execution_.object(static_cast<kernel::ObjectId>(i));
      if (cell >= object.word && cell < object.word + object.size) return true;
    }
    return false;
  }

  const Machine& machine_;
  const Execution& execution_;
  std::span<const Value> words_;
  const Program& program_;
  const std::uint32_t threads_;
  const std::uint32_t heap_;
  std::uint32_t heap_size_ = 0;
};

}  // namespace

bool can_be_state(const Machine& machine, const Execution& execution,
                  std::span<const Value> words) {
  return StateCheck(machine, execution, words).holds();
}

}  // namespace heddle::vm
