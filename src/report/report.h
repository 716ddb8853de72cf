// What was found, as plain data: everything that any format of report prints. The engines fill it,
// the formats only read it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace heddle::report {

// A number of interleavings: decimal text, "unbounded", or not known.
using Count = std::optional<std::string>;

// One cell as it is printed: an integer, or a pointer (null, or its number).
struct Cell {
  std::int64_t value = 0;
  bool pointer = false;  // then 0 is null
};

struct NamedValue {
  std::string name;
  bool array = false;
  std::vector<Cell> cells;  // one when it is no array
};

struct Access {
  std::string text;  // "read balance", "lock m", "update a[2]"
  std::optional<Cell> value;
  std::string remark{};  // why it had no effect: "is 7, not 1" of a cas; "" when it had
};

// A decision about a value: the local that takes it, or the sleeper that is woken.
struct Choice {
  std::string local;               // "" when a sleeper is chosen
  Cell value;                      // that `local` takes
  std::string sleeper;             // the thread that is woken
  std::string thread;              // whose decision it is, where that is not the step's thread
  std::uint32_t alternative = 1;   // from 1, in the order of decisions
  std::uint32_t alternatives = 1;  // that there were
};

// A local that holds what was read from memory which another thread has changed since.
struct Stale {
  std::string local;
  std::string memory;     // what it was read from: "balance", "a[2]", "Node#1.next"
  std::size_t since = 0;  // index of the step that changed it
};

// Why another thread goes on than the one that made the access before.
enum class Switch : std::uint8_t { kNone, kPreemption, kBlocked, kEnded };

// One cell that a step changed.
struct Change {
  std::string memory;  // "balance", "a[2]", "Node#1.next"
  Cell before;
  Cell after;
};

// One decision and what it did.
struct Step {
  std::string thread;      // "deposit", "worker[2]"; "" for choices of the start or the end
  std::string pointer;     // JSON pointer of the step
  std::uint32_t line = 0;  // of it in the file, from 1; 0: it has no place
  std::uint32_t column = 0;
  std::optional<std::string> statement;  // the text as written, with its comment; none: a block
  std::string source;                    // the same without its comment; of a block its condition
  std::string access;
  std::uint32_t occurrence = 1;     // by thread, step and access text
  std::optional<Cell> value;        // what was read, written or returned
  std::string remark;               // why it had no effect: "is 7, not 1" of a cas
  std::vector<NamedValue> locals;   // that got another value, with the last one
  std::vector<Stale> stale;         // as the step begins
  std::vector<Choice> choices;      // decisions about values made in this step
  std::vector<Access> accesses;     // of an atomic block or an await
  std::vector<Change> changes;      // of memory
  Switch switched = Switch::kNone;  // before this step
  std::string switched_from;        // with `switched`: the thread that ran before
  std::string waits;  // of one that is blocked: what for, in words: "has to wait for m, held by b"
  std::vector<std::string> findings;      // messages of what happens at this step
  std::vector<std::string> flags_raised;  // by this step
  std::vector<NamedValue> state;          // after the step: shared and atomics (replay only)
  std::vector<std::pair<std::string, std::string>> objects;  // after the step: "m" -> "held by a"
  bool cycle_start = false;  // livelock: the round of the cycle begins with this step
};

// What a thread is about to do where a witness ends: one that is blocked (deadlock), or one of the
// two accesses of a data race.
struct Next {
  std::string thread;
  std::string pointer;
  std::uint32_t line = 0;
  std::optional<std::string> statement;  // as in Step
  std::string access;                    // "lock m", "write balance"
  std::string waits;                     // a deadlock: what for, in words: "waits for m, held by b"
  std::vector<std::string> holds;        // locks that the thread is inside: "m", "r (reading)"
};

struct Endpoint {
  std::string thread;
  std::string step;
  std::uint32_t occurrence = 1;
  bool last = false;  // in place of `occurrence`: the most recent one when the other happens
  std::string access;
};

// A choice of a value, or of a sleeper, that decides.
struct ChoicePoint {
  std::string thread;
  std::string step;
  std::uint32_t occurrence = 1;   // of its choices
  std::uint32_t alternative = 1;  // from 1, in the order of decisions
};

// One part of a condition: `before` happens, and `after` happens later or never; or a choice.
struct Pair {
  Endpoint before;
  Endpoint after;
  std::optional<ChoicePoint> choice;  // in place of the pair
};

// A set of pairs such that every interleaving that respects all of them has the finding.
struct Ordering {
  Count interleavings;
  Count adds;  // so many of them no earlier alternative covers
  std::string seed;
  std::vector<Pair> pairs;  // empty: every interleaving has it
  // Like threads: the alternative stands for every permutation inside the lists.
  std::vector<std::vector<std::string>> exchanged;
  bool rounds = false;  // it stands for all rounds of the loops that it names
};

struct Finding {
  std::string kind;  // "lost-update", "flag", "invariant", ...
  std::optional<std::string> name;
  std::string message;  // one sentence in the scenario's own words
  Count interleavings;
  bool countable = true;  // false: data-race, livelock, nondeterministic
  std::string seed;
  std::optional<std::string> second_seed;  // nondeterministic
  std::uint32_t preemptions = 0;
  bool fewest = false;                 // no interleaving with the finding has fewer preemptions
  std::optional<std::size_t> same_as;  // index of the first entry in just the same interleavings
  std::vector<std::size_t> within;     // indexes of entries in all of its interleavings, and more
  std::optional<bool> serial;          // whether some serial order that ends has it
  std::vector<Ordering> orderings;
  Count covered;                // so many interleavings some alternative covers
  std::vector<Pair> only_when;  // that every interleaving with the finding respects
  std::string condition;        // orderings and only_when in one sentence; "" when there are none
  std::string orderings_note;   // why there are none; "" when there are some
  std::vector<Step> witness;
  std::optional<std::size_t> moment;  // step of the witness at which it happens; none: the start
  std::vector<NamedValue> initial;    // state before the first step of the witness
  std::vector<Next> next;             // deadlock, data-race: what threads do next at its end
  std::string explanation;  // what went wrong at that moment, in the witness's own values and
                            // steps; "" when `message` says all
  std::vector<Step> second_witness;
};

// A finding that some interleavings of an outcome have.
struct Share {
  std::size_t index = 0;  // in Report::findings
  Count interleavings;
};

struct Outcome {
  std::string end;  // "completed", or the kind of the finding that ended it
  std::vector<NamedValue> values;
  std::vector<std::string> flags;
  Count interleavings;
  std::string seed;  // "": not asked
  std::uint32_t preemptions = 0;
  std::optional<bool> serial;                            // whether some serial order ends so
  std::optional<std::vector<std::string>> serial_order;  // the units of the first such order
  std::vector<Share> findings;                           // with a count
};

struct Warning {
  std::string pointer;
  std::string text;
};

// A kind that `counts` of the JSON report lists.
struct KindCount {
  std::string kind;  // a flag by its name
  Count interleavings;
};

struct Exploration {
  std::string strategy;  // the one that ran
  bool complete = false;
  std::optional<std::string> stopped_by;  // "time", "states", ...
  Count interleavings;
  std::uint64_t runs = 0;
  std::uint64_t states = 0;
  std::uint64_t transitions = 0;
  std::string limit_text;   // the limit that was hit, in words: "--max-states 1000"
  std::string help;         // what would help, when incomplete
  std::string uncounted{};  // why interleavings were not counted: "--no-counts was given"; or ""
};

struct Expectation {                    // for `check`
  std::vector<std::string> expected;    // entries of `expect`
  std::vector<std::string> unexpected;  // reported, not expected: an entry that would match
  std::vector<std::string> missing;     // expected, not reported
  std::optional<std::string> pinned;    // expected number of interleavings, when compared
  std::string matching;                 // the `expect` line that would match
  bool as_expected = false;
  bool certain = true;  // false: the search was incomplete, or a number not known
};

struct Report {
  std::string program = "heddle";  // as it was called, for the commands that a reader may copy
  std::string name;
  std::string file;
  std::string description;
  std::vector<std::pair<std::string, std::int64_t>> constants;
  std::vector<std::string> set_options;  // the --set options that a replay command needs
  std::vector<std::string> threads;      // names, in the order of the file
  std::vector<std::string> variables;    // shared and atomics, likewise
  std::vector<std::string> flags;        // that some step may raise, likewise
  Exploration exploration;
  std::string verdict;  // "race-free", "racy", "incomplete"
  std::vector<KindCount> counts;
  std::vector<Outcome> outcomes;  // sorted
  std::vector<Finding> findings;
  std::vector<Warning> warnings;
  std::vector<std::string> notes;  // what the search proves or makes likely, in sentences
  std::optional<Expectation> expectation;
  double seconds = 0;
};

// One interleaving, step by step.
struct Replay {
  Report report;  // its single outcome and findings; no witnesses in them
  std::string seed;
  std::optional<std::string> number;  // its #N, when asked for by it
  std::vector<NamedValue> initial;    // the state before the first step
  std::vector<Step> steps;
  std::string end;  // as in Outcome; "beginning" when the seed stops before an end
  bool ended = true;
};

// A scenario as it was understood, before anything runs.
struct Overview {
  struct Thread {
    std::string name;                           // "worker[0..3]" for counted threads
    std::string note;                           // "starts when spawned, in the background"
    std::string description;                    // as in the file
    std::optional<std::uint64_t> accesses_max;  // of one such thread; none: loops
    std::vector<std::pair<std::string, std::string>> accesses;  // JSON pointer, "read balance"
  };
  std::string name;
  std::string file;
  std::string description;
  std::vector<std::pair<std::string, std::int64_t>> constants;
  std::vector<std::pair<std::string, std::string>> state;  // "shared" -> "balance = 1000"
  std::vector<Thread> threads;
  std::vector<std::pair<std::string, std::string>> checks;  // "always" -> "text: expression"
  std::string expect;                                       // "race-free", "overdraft, ..."
  std::optional<std::string> interleavings_max;             // none: loops without a bound
  std::vector<Warning> warnings;
};

// A mistake in a file, as `check` lists it.
struct Mistake {
  std::uint32_t line = 0;  // 0: of the file as a whole
  std::uint32_t column = 0;
  std::string pointer;
  std::string message;
};

// A file of `check`: its report, or why there is none.
struct CheckedFile {
  std::string file;
  std::optional<Report> report;   // with its expectation
  std::vector<Mistake> mistakes;  // when there is no report
};

}  // namespace heddle::report
