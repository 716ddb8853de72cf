// The oracle's picture of a scenario at one moment: memory, objects, and of each thread what it has
// seen so far. A thread is not stored as a program counter: whatever its accesses returned is kept
// in a log, and it is walked again from its first step whenever it goes on (walker.h). Slow and
// plain on purpose: nothing here is shared with the engines it checks.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "scenario/scenario.h"

namespace heddle::oracle {

using scenario::kNone;

// An integer, or a pointer: its address, and which record it was made for (0: integer or null).
struct Word {
  std::int64_t number = 0;
  std::uint32_t birth = 0;
  bool operator==(const Word&) const = default;
};

// One cell of memory: of a variable, or (birth != 0) a field of a record.
struct Place {
  std::uint32_t variable = kNone;
  std::uint32_t cell = 0;
  std::uint32_t birth = 0;
  std::uint32_t field = 0;
  auto operator<=>(const Place&) const = default;
};

struct HeapRecord {
  std::uint32_t type = 0;
  std::uint32_t birth = 0;
  std::vector<Word> fields;
};

// A mutex, lock, condition, semaphore, barrier or channel; each class uses its own members.
struct Object {
  std::int64_t limit = 0;             // barrier: parties; channel: capacity
  std::int64_t count = 0;             // semaphore
  std::int64_t holder = -1;           // mutex, rwlock: the thread that holds it (to write)
  std::set<std::uint32_t> inside;     // rwlock: readers; barrier: who has arrived
  std::vector<std::uint32_t> asleep;  // condition: in the order in which they went to sleep
  std::vector<std::int64_t> queue;    // channel
};

enum class Wait : std::uint8_t {  // what can keep an access from happening
  kNever,
  kLock,
  kReadLock,
  kWriteLock,
  kRelock,
  kAcquire,
  kSend,
  kReceive,
  kJoin,
  kCondition,  // an await, or an atomic block that begins with one: it must be tried
};

enum class Touch : std::uint8_t {
  kNothing,
  kMemory,  // `place`
  kRecord,  // every field of the record `place.birth`: delete
  kBlock,   // an atomic block or an await: it must be tried
};

// The next access of a thread.
struct Access {
  std::string text;              // "read balance"
  std::uint32_t source = kNone;  // index in Scenario::sources
  std::uint32_t unit = 0;        // the transaction it belongs to: 0 none, else its number
  std::string condition;         // of an await, as written; of the one that begins a block
  std::string unit_name;         // of the block; "" when the whole body is one, and outside
  Wait wait = Wait::kNever;
  Touch touch = Touch::kNothing;
  bool writes = false;
  bool wrong_index = false;  // out of bounds: enabled, and ends the interleaving
  std::uint32_t family = 0;  // Wait: which object, or thread
  std::uint32_t member = 0;
  std::uint32_t family2 = 0;  // kRelock: the condition
  std::uint32_t member2 = 0;
  Place place;
};

struct ThreadState {
  bool started = false;
  bool finished = false;
  bool at_barrier = false;
  std::vector<Word> log;  // what its accesses and choices gave so far
  Access next;            // valid while started and not finished
  std::uint32_t unit_last = 0;
  std::map<Place, bool> reads;  // within the transaction -> changed by another thread since
  // Where it stands, for comparing states: positions and values on the way, and the locals.
  std::vector<Word> position;
  std::vector<Word> locals;
};

using FindingName = std::pair<std::string, std::string>;  // kind, name or ""

struct World {
  const std::set<scenario::ExpressionId>* losing_writes = nullptr;  // see depends.h
  std::vector<std::vector<Word>> memory;
  std::map<std::int64_t, HeapRecord> heap;
  std::uint32_t births = 0;
  std::vector<std::vector<Object>> objects;
  std::vector<ThreadState> threads;
  std::set<std::uint32_t> flags;
  std::set<FindingName> findings;
  std::string end;  // "" while it goes on

  // The record that a pointer means, or nullptr when it has been freed.
  HeapRecord* find(const Word& pointer);
  const HeapRecord* find(const Word& pointer) const;
};

// A thread of the running scenario: which declaration, and its number in it.
struct ThreadId {
  std::uint32_t declaration = 0;
  std::uint32_t number = 0;
  std::string name;
};
// All of them, in the order of the file.
std::vector<ThreadId> threads_of(const scenario::Scenario& scenario);

// Everything at its initial value, no thread started.
World initial_world(const scenario::Scenario& scenario);

// A text that is equal for two worlds exactly when they are the same state: the same future, and
// the same history as far as findings depend on it.
std::string key_of(const scenario::Scenario& scenario, const World& world);

}  // namespace heddle::oracle
