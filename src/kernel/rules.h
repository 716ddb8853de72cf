// A row for each kind of operation and for each kind of object: all that the rest of the program
// asks about them. The rows stand in the file of their object (kernel/objects); what is dependent,
// what blocks, what is foreseen and what is said follows from them.
#pragma once

#include <array>
#include <string>
#include <utility>

#include "kernel/execution.h"

namespace heddle::kernel {

// What an operation's `object` names.
enum class Names : std::uint8_t {
  kNothing,
  kMemory,  // and `cell` the word that is touched
  kObject,  // a synchronisation object; `second`: another one
  kThread,
  kRecord,  // what is touched is the heap, and the cells that Program::deleted_cells says
  kCode,    // nothing, but it runs code of the program, which may touch and wake anything
};

// What an operation does to a thing that it names.
enum class Use : std::uint8_t {
  kNone,
  kReads,
  kShares,  // changes it, and commutes with its like: readers of a lock
  kChanges,
  kChangesIfDone,  // Event::wrote says whether
  kSleepsOn,       // nothing any more; while its thread is asleep, it waits for a change of it
};

// What an operation may have to wait for. (kCode waits for what the program says.)
enum class Waits : std::uint8_t { kNever, kForObject, kForSecond, kForThread };

// What reports show as its value.
enum class Shows : std::uint8_t {
  kNothing,
  kArgument,
  kResult,
  kContent,  // the result, a pointer where the cell holds pointers
  kChange,   // before or after, of an update
  kAddress,  // the result, a pointer
};

struct Rules {
  const char* verb = "";  // of an access: "read"
  const char* deed = "";  // of a sentence: "reads"
  // Of a report on one that waits, after "waits": "for {}", with the name of what it waits for.
  const char* waiting = nullptr;
  Names names = Names::kNothing;
  Use object = Use::kNone;
  Use second = Use::kNone;
  Waits waits = Waits::kNever;
  Shows shows = Shows::kNothing;
  bool wakes = false;    // may start, wake or release other threads
  bool chooses = false;  // whom it wakes is a choice of its own
  bool causes = false;   // its event comes before those of the threads it starts
  bool locks = false;    // takes what others may be kept out of
  // The kind that gives back what it takes.
  OperationKind undone_by = OperationKind::kNone;
  // In which its thread stays parked when it does not go on at once.
  Execution::Status stays = Execution::kReady;
  // Whether `thread` can perform it now; nullptr: always.
  bool (*enabled)(const Execution&, ThreadId, const Operation&) = nullptr;
  // Whether what it waits for lets it happen when it is so free (ObjectRules::availability), for a
  // thread that is not inside.
  bool (*grants)(const Object&, Value availability) = nullptr;
  // Whether one that waits cannot happen before `other` leaves what it waits for, or ends.
  bool (*held_up_by)(const Execution&, ThreadId, const Operation&, ThreadId other) = nullptr;
  // Performs it; nullptr: nothing to do.
  void (*apply)(Execution&, Event&) = nullptr;
};

// How a thread may be tied to an object: "held by", and which of several modes that is.
struct Tie {
  const char* by = "";
  const char* mode = "";
};

// What the state says of an object.
struct ObjectRules {
  // How many words of the state are its own; nullptr: one.
  std::uint32_t (*words)(const Object&, std::uint32_t thread_count) = nullptr;
  // How free it is: as much of its state as decides whether an operation that can block is enabled,
  // for a thread that is not inside it. nullptr: nothing blocks on it.
  Value (*availability)(const Execution&, ObjectId) = nullptr;
  // How a thread is tied to it, as index in `ties`; 0: not at all; nullptr: no thread ever is.
  Value (*tie)(const Execution&, ObjectId, ThreadId) = nullptr;
  const Tie* ties = nullptr;
  // Each thread has another number now, by the old one. Of objects that have ties.
  void (*rename)(Execution&, ObjectId, const std::vector<ThreadId>& new_name) = nullptr;
  // The greatest value of the first word, 0 being the least; nullptr: all values are possible.
  Value (*first_word_max)(const Object&, std::uint32_t thread_count) = nullptr;
  // How it stands, besides ties; "": there is nothing to say. nullptr: there never is.
  std::string (*state)(Execution&, ObjectId) = nullptr;
  // What keeps threads waiting, after the words of what they wait for, besides ties.
  std::string (*hindrance)(const Execution&, ObjectId) = nullptr;
};

using Row = std::pair<OperationKind, Rules>;

inline constexpr std::size_t kOperationKinds = static_cast<std::size_t>(OperationKind::kCount);
inline constexpr std::size_t kObjectKinds = static_cast<std::size_t>(ObjectKind::kCount);

extern const std::array<Rules, kOperationKinds> operation_rules;
extern const std::array<ObjectRules, kObjectKinds> object_rules;

inline const Rules& rules(OperationKind kind) {
  return operation_rules[static_cast<std::size_t>(kind)];
}
inline const ObjectRules& rules(ObjectKind kind) {
  return object_rules[static_cast<std::size_t>(kind)];
}

// What the rules of an operation may do besides changing words.
struct Effect {
  static void stay_parked(Execution& execution, ThreadId thread, Execution::Status status) {
    execution.set_status(thread, status);
    execution.parked_after_apply_ = true;
  }
  static void set_result(Execution& execution, Value value) { execution.result_ = value; }
  // Whether the program says that its own operation, which `thread` has announced, is ready.
  static bool ready(const Execution& execution, ThreadId thread) {
    return execution.states().ready(execution, thread);
  }
  // Lets the program perform its own operation.
  static void let_program_perform(Execution& execution, const Event& event);
};

}  // namespace heddle::kernel
