#include "vm/foresight.h"

#include <algorithm>

#include "kernel/dependence.h"
#include "vm/data_flow.h"

namespace heddle::vm {

using kernel::Execution;
using kernel::Operation;
using kernel::ThreadId;
using kernel::Touches;
using kernel::Use;

namespace {

// Whether a use counts as a change. What is only shared is read: sharers commute.
bool changes(Use use) { return use != Use::kReads && use != Use::kShares; }

// How things are numbered.
class Things {
 public:
  Things(const scenario::Scenario& scenario, const vm::Program& program)
      : variables_(scenario.variables.size()), conditions_of_name_(program.names.size()) {
    first_object_ = program.names.size();
    std::size_t objects = 0;
    for (const auto& family : scenario.objects) objects += family.initial.size();
    first_thread_ = first_object_ + objects;
    std::size_t threads = 0;
    for (const auto& thread : scenario.threads) threads += thread.count;
    const std::size_t first_condition = first_thread_ + threads;
    count_ = first_condition + scenario.check.always.size();
    for (std::size_t i = 0; i < scenario.check.always.size(); ++i) {
      for (const Instruction& instruction : program.conditions[i].code) {
        if (instruction.code != Code::kLoad) continue;
        conditions_of_name_[instruction.variable].push_back(first_condition + i);
      }
    }
  }

  std::size_t count() const { return count_; }
  std::size_t object(kernel::ObjectId object) const { return first_object_ + object - variables_; }
  std::size_t thread(ThreadId thread) const { return first_thread_ + thread; }
  const std::vector<std::size_t>& conditions_of(std::uint32_t name) const {
    return conditions_of_name_[name];
  }

 private:
  std::size_t variables_;
  std::size_t first_object_ = 0;
  std::size_t first_thread_ = 0;
  std::size_t count_ = 0;
  std::vector<std::vector<std::size_t>> conditions_of_name_;
};

// Reports each thing that an instruction touches to `sink(thing, changes)`.
template <class Sink>
class Toucher {
 public:
  Toucher(const vm::Program& program, const Things& things, Sink sink)
      : program_(program), things_(things), sink_(sink) {}

  void touch(const Instruction& instruction) {
    switch (instruction.code) {
      case Code::kLoad:
        sink_(instruction.variable, false);
        break;
      case Code::kStore:
      case Code::kUpdate:
        sink_(instruction.variable, true);
        for (const std::size_t condition : things_.conditions_of(instruction.variable)) {
          sink_(condition, true);
        }
        break;
      case Code::kSync:
        synchronise(instruction);
        break;
      case Code::kNew:
      case Code::kDelete:
        // Addresses depend on what is allocated, and a freed record changes every pointer to it.
        for (std::size_t thing = 0; thing < things_.count(); ++thing) sink_(thing, true);
        break;
      default:
        break;
    }
  }

 private:
  void synchronise(const Instruction& instruction) {
    const kernel::Rules& row = kernel::rules(instruction.sync);
    if (row.waits == kernel::Waits::kForThread) return;  // as Foresight::next
    const bool threads = row.names == kernel::Names::kThread;
    family(instruction.object, instruction.count, instruction.a, [&](std::uint32_t id) {
      sink_(threads ? things_.thread(id) : things_.object(id), changes(row.object));
    });
    if (row.second == Use::kNone) return;
    family(instruction.second, instruction.second_count, instruction.c,
           [&](std::uint32_t id) { sink_(things_.object(id), changes(row.second)); });
  }

  // One of a family where the index is a constant, else all.
  template <class Each>
  void family(std::uint32_t first, std::uint32_t count, Operand index, Each each) {
    if (index.absent()) return each(first);
    if (index.constant()) {
      const Value at = program_.constants[index.index()];
      if (at >= 0 && at < count) each(first + static_cast<std::uint32_t>(at));
      return;
    }
    for (std::uint32_t i = 0; i < count; ++i) each(first + i);
  }

  const vm::Program& program_;
  const Things& things_;
  Sink sink_;
};

template <class Sink>
void touch(const vm::Program& program, const Things& things, const Instruction& instruction,
           Sink sink) {
  Toucher<Sink>(program, things, sink).touch(instruction);
}

void add(Touches& touches, std::size_t thing, bool changes) {
  if (changes) {
    touches.change(thing);
  } else {
    touches.read(thing);
  }
}

// What a body touches, by location.
struct BodyTouches {
  std::vector<Touches> next;    // by the access itself, all that an atomic block holds included
  std::vector<Touches> future;  // from there on
  Touches all;
};

class ScenarioForesight final : public kernel::Foresight {
 public:
  ScenarioForesight(const Machine& machine, Things things)
      : machine_(machine), things_(std::move(things)) {
    for (const Body& body : machine.program().bodies) bodies_.push_back(analyse(body));
  }

  std::size_t things() const override { return things_.count(); }

  const Touches& future(const Execution& execution, ThreadId thread) const override {
    const BodyTouches& body = bodies_[machine_.declaration(thread)];
    return execution.started(thread) ? body.future[execution.location(thread)] : body.all;
  }

  void next(const Execution& execution, ThreadId thread, const Operation& operation,
            Touches& touches) const override {
    touches.clear();
    if (!execution.started(thread)) {  // waits for being spawned
      touches.read(things_.thread(thread));
      return;
    }
    if (operation.fault != kernel::Fault::kNone) return;
    const Instruction& instruction = machine_.parked_at(execution, thread);
    if (instruction.code == Code::kSync) return synchronise(execution, thread, operation, touches);
    const BodyTouches& body = bodies_[machine_.declaration(thread)];
    touches.add(body.next[execution.location(thread)]);
  }

 private:
  // The objects themselves, where the code only tells the family.
  void synchronise(const Execution& execution, ThreadId thread, const Operation& operation,
                   Touches& touches) const {
    if (execution.status(thread) == Execution::kAsleep) {
      return touches.change(things_.object(operation.object));
    }
    if (kernel::rules(operation.kind).waits == kernel::Waits::kForThread) return;
    kernel::for_each_use(operation, [&](const kernel::Thing& thing, Use use) {
      if (use == Use::kSleepsOn) return;
      const bool is_thread = thing.kind == kernel::Thing::kThread;
      add(touches, is_thread ? things_.thread(thing.id) : things_.object(thing.id), changes(use));
    });
  }

  BodyTouches analyse(const Body& body) const {
    // Two flows over rows of two bits a thing (touched, changed): of everything that follows, and
    // of what follows before the thread parks again.
    const std::size_t width = things_.count() * 2;
    const auto transfer = [&](std::size_t i, BitRows& rows, std::size_t row) {
      touch(machine_.program(), things_, body.code[i], [&](std::size_t thing, bool changes) {
        rows.set(row, thing * 2);
        if (changes) rows.set(row, thing * 2 + 1);
      });
    };
    BitRows future = flow_backward(body.code, width, transfer);
    BitRows inside =
        flow_backward(body.code, width, [&](std::size_t i, BitRows& rows, std::size_t row) {
          if (body.code[i].location != kNoIndex) {
            std::fill_n(rows.row(row), rows.words(), 0);
          } else {
            transfer(i, rows, row);
          }
        });
    BodyTouches result;
    for (const std::uint32_t at : body.parks) {
      result.future.push_back(row_of(future, at));
      result.next.push_back(row_of(inside, at + 1));
      touch(machine_.program(), things_, body.code[at],
            [&](std::size_t thing, bool changes) { add(result.next.back(), thing, changes); });
    }
    result.all = row_of(future, 0);
    return result;
  }

  Touches row_of(const BitRows& rows, std::size_t row) const {
    Touches touches(things_.count());
    for (std::size_t thing = 0; thing < things_.count(); ++thing) {
      if (rows.get(row, thing * 2)) add(touches, thing, rows.get(row, thing * 2 + 1));
    }
    return touches;
  }

  const Machine& machine_;
  Things things_;
  std::vector<BodyTouches> bodies_;  // by declaration
};

}  // namespace

std::unique_ptr<kernel::Foresight> foresee(const Machine& machine) {
  Things things(machine.scenario(), machine.program());
  if (machine.program().instruction_count * things.count() * 2 > kBitsMax) return nullptr;
  return std::make_unique<ScenarioForesight>(machine, std::move(things));
}

}  // namespace heddle::vm
