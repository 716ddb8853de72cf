// Random steps and expressions over what a scenario declares.
#pragma once

#include <string>
#include <vector>

#include "oracle/random_source.h"

namespace heddle::oracle {

// Subjects that a scenario may be about; each has a few.
struct Features {
  bool arrays = false;
  bool atomics = false;
  bool mutexes = false;
  bool rwlocks = false;
  bool conditions = false;
  bool semaphores = false;
  bool barriers = false;
  bool channels = false;
  bool heap = false;
  bool spawns = false;
  bool choices = false;
  bool awaits = false;
  bool blocks = false;  // `atomic`
  bool procedures = false;
  bool transactions = false;
  bool failures = false;  // arithmetic and indexes that go wrong, assertions
  bool loops = false;
  bool spins = false;  // loops that make the graph cyclic
  bool misuse = false;
  bool nested = false;  // locks inside locks, in any order
};

// The static types: an integer, or a pointer to one of the two record types.
enum class Kind : std::uint8_t { kInteger, kNode, kItem };

struct LocalName {
  std::string name;
  Kind kind = Kind::kInteger;
  bool fixed = false;  // a counter: cannot be assigned
};

struct Procedure {
  std::string name;
  std::vector<Kind> parameters;
  bool has_value = false;
  bool plain = false;        // may be called inside `atomic`
  bool transaction = false;  // holds one: not called inside another
  std::string json;          // its value in "procedures"
};

// What the file declares; the steps name it.
struct Declared {
  Features features;
  std::vector<std::string> constants;
  std::vector<std::string> integers;  // shared
  std::vector<std::string> atomic_integers;
  std::vector<std::string> mutexes;  // as a statement names them: "m", "fork[1]"
  std::vector<std::string> rwlocks;
  std::vector<std::string> semaphores;
  std::vector<std::string> flags;      // that may be raised
  std::vector<std::string> spawnable;  // as a statement names them: "w", "w[0]"
  std::vector<Procedure> procedures;
  bool counted = false;  // some thread has a count: `self` is of use
};

// JSON texts of steps.
using Steps = std::vector<std::string>;

std::string quoted(const std::string& text);
std::string json_list(const Steps& steps);

class ProgramWriter {
 public:
  ProgramWriter(RandomSource& random, Declared& declared) : random_(random), declared_(declared) {}

  // A thread's steps, with about `budget` accesses in a run.
  Steps thread_body(int budget);
  // Makes a procedure and adds it to those declared.
  void procedure(bool plain);
  // An expression of `check`, over global names alone.
  std::string condition();
  // A value that costs no access, for `send`.
  std::string local_value();
  std::string fresh(const std::string& stem);
  // `assert` of memory, with or without a text.
  std::string assertion();
  // A lock inside another, as a block or taken and kept; "" where there are no two locks.
  std::string nested_locks(bool kept);

 private:
  struct Context {
    bool indivisible = false;
    bool transaction = false;
    bool loop = false;
    bool procedure = false;
    bool returns_value = false;
    int depth = 0;
  };

  // Expressions.
  std::string integer(int depth);
  std::string memory_integer();
  std::string indivisible_operation();
  std::string constant();
  std::string local_only(int depth);
  std::string arithmetic(int depth);
  std::string truth(int depth);
  std::string pointer(Kind kind);
  std::string node_field_owner();
  std::string index(int size);
  std::string array_cell(bool atomic);
  bool spend(int accesses);
  std::vector<std::string> locals_of(Kind kind, bool assignable) const;

  // Steps.
  Steps list(int statements, Context context);
  void add_step(Steps& steps, const Context& context);
  void add_assignment(Steps& steps);
  void add_local(Steps& steps);
  void add_heap(Steps& steps, const Context& context);
  void add_choice(Steps& steps);
  void add_flag(Steps& steps);
  void add_failure(Steps& steps, const Context& context);
  void add_assertion(Steps& steps);
  std::string assertion_text();
  void add_wrong_index(Steps& steps, const Context& context);
  void add_blind_write(Steps& steps);
  void add_atomic_statement(Steps& steps);
  void add_if(Steps& steps, const Context& context);
  void add_loop(Steps& steps, const Context& context);
  void add_spin(Steps& steps);
  void add_atomic(Steps& steps, Context context);
  void add_await(Steps& steps);
  void add_lock(Steps& steps, const Context& context);
  void add_nonblocking_object(Steps& steps, const Context& context);
  void add_transaction(Steps& steps, Context context);
  void add_call(Steps& steps, const Context& context);
  void add_leave(Steps& steps, const Context& context);
  void add_spawn(Steps& steps, const Context& context);
  void add_misuse(Steps& steps, const Context& context);
  void add_text(Steps& steps, const std::string& statement);

  RandomSource& random_;
  Declared& declared_;
  std::vector<LocalName> locals_;
  int budget_ = 0;
  int names_ = 0;
  bool changes_nothing_ = false;  // an await or a check: no cas, exchange, fetch_add
  bool no_memory_ = false;
};

}  // namespace heddle::oracle
