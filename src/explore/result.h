// What an exploration found, before anything is put into words.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "explore/note.h"
#include "explore/number.h"
#include "explore/path.h"
#include "explore/request.h"
#include "explore/stop.h"
#include "kernel/schedulable.h"

namespace heddle::explore {

using kernel::Value;

// One more execution of the program that is explored, for another thread.
class Worker {
 public:
  virtual ~Worker() = default;
  virtual kernel::Schedulable& run() = 0;
};

class Checkpointer;

struct Options : Request {
  std::function<std::unique_ptr<Worker>()> make_worker;  // empty: there is only one
  std::optional<std::uint64_t> steps_bound;              // no run is longer, where that is known
  std::optional<Number> interleavings_max;               // there are no more, where that is known
  Checkpointer* checkpoint = nullptr;  // where the state of the search is kept; nullptr: nowhere
};

// How interleavings end: what makes an outcome.
struct Outcome {
  kernel::End end = kernel::End::kCompleted;
  kernel::Fault fault = kernel::Fault::kNone;
  std::vector<Value> values;
  std::vector<bool> flags;
  bool operator==(const Outcome&) const = default;
};

// One unit of a serial order: a transaction, or an access outside of them.
struct SerialUnit {
  kernel::ThreadId thread = 0;
  std::string name;  // of its transaction block; "" for a whole body or a single access
};

// A shortest way to something, by preemptions and then by steps.
struct Witness {
  PackedPath path;
  std::uint32_t preemptions = 0;
  bool fewest = false;          // no other way has fewer
  std::size_t cycle_begin = 0;  // livelock: index in `path` of the first step of the round; 0: none
};

// One access of one thread, as orderings name it: the thread, where in the file, what it does, and
// the how-manieth time, from 1.
struct AccessPoint {
  kernel::ThreadId thread = 0;
  std::uint32_t source = 0;
  std::string access;
  std::uint32_t occurrence = 1;
  bool last = false;  // in place of `occurrence`: the most recent one when the other happens
  bool operator==(const AccessPoint&) const = default;
};

// `before` happens, and `after` happens later or never.
struct OrderedPair {
  AccessPoint before;
  AccessPoint after;
  bool operator==(const OrderedPair&) const = default;
};

// A choice of a value, or of a sleeper, and what is chosen.
struct ChoicePoint {
  kernel::ThreadId thread = kernel::kNoId;  // kNoId: a choice of the start
  std::uint32_t source = kernel::kNoId;     // of the choose, notify, send or receive
  std::uint32_t occurrence = 1;             // of its choices, from 1
  std::uint32_t alternative = 1;            // from 1, in the order of decisions
  bool operator==(const ChoicePoint&) const = default;
};

// One part of a condition.
using Literal = std::variant<OrderedPair, ChoicePoint>;

// Every interleaving that respects all of the literals has the finding, and none can be left out.
struct Ordering {
  Count count;                    // of interleavings that respect it
  Count adds;                     // of those that no earlier alternative covers
  std::vector<Literal> literals;  // none: every interleaving has the finding
  // Like threads: it stands for every permutation inside the lists, and its counts for their union.
  std::vector<std::vector<kernel::ThreadId>> exchanged;
  bool rounds = false;  // it stands for all rounds of the loops that it names
  Witness witness;
};

struct FoundOutcome {
  Outcome outcome;
  Count count;
  Witness witness;
  std::optional<bool> serial{};  // whether some serial order ends so; nullopt: not known
  std::optional<std::vector<SerialUnit>> serial_order{};    // the units of the first such order
  std::vector<std::pair<std::uint32_t, Count>> findings{};  // index in Result::findings; counted
};

// Why a finding has no orderings.
enum class NoOrderings : std::uint8_t {
  kNone,        // it has some
  kWhole,       // it belongs to the scenario as a whole, not to some of its interleavings
  kNoEnd,       // it happens only where no end can be reached any more
  kNotAsked,    // --no-orderings
  kNotCounted,  // they are found by counting
  kIncomplete,  // none could be proved
  kNotInGraph,  // the strategy keeps no graph of states
  kTooLong,     // the product visited as many states as it may
};

struct Finding {
  kernel::Defect defect{};
  Count count{};
  Witness witness{};
  std::optional<Witness> second{};         // nondeterministic: the other interleaving
  std::optional<std::uint32_t> same_as{};  // the first finding in exactly the same interleavings
  std::vector<std::uint32_t> within{};     // findings in all of its interleavings and in more
  std::optional<bool> serial{};            // whether some serial order that ends has it
  std::vector<Ordering> orderings{};
  Count covered{};                       // interleavings that some alternative covers
  std::vector<OrderedPair> only_when{};  // that every interleaving with it respects
  NoOrderings no_orderings = NoOrderings::kNone;
};

struct KindCount {
  std::string kind;  // a flag by its name
  Count count;
};

struct Result {
  std::string strategy;
  Stop stop = Stop::kNone;
  bool cyclic = false;  // the graph of states has a cycle: counts are unbounded
  Count interleavings;
  std::uint64_t runs = 0;
  std::uint64_t states = 0;
  std::uint64_t transitions = 0;
  std::uint64_t threads_most = 0;      // random strategies: no run had more
  std::uint64_t abandoned = 0;         // dpor: runs given up; none where it is optimal
  std::vector<FoundOutcome> outcomes;  // in no particular order
  std::vector<Finding> findings;       // in the order of their defects
  std::vector<KindCount> counts;
  std::vector<Note> notes;  // what the search proves or makes likely
  // When `serializable` is asked and no serial order completes: the thread whose transaction cannot
  // end.
  std::optional<kernel::ThreadId> never_ends;
  // By object: some thread had to wait for it. Empty: not known.
  std::vector<bool> contended;
  bool counted = true;  // false: Options::counts was
  // `auto`: this search came to its end when the one that counts had visited so many states.
  std::optional<std::uint64_t> counting_left_at;
  bool complete() const { return stop == Stop::kNone; }
};

}  // namespace heddle::explore
