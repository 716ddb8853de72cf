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
};

// One decision and what it did.
struct Step {
  std::string thread;   // "deposit", "worker[2]"; "" for choices of the start
  std::string pointer;  // JSON pointer of the step
  std::string source;   // the text that stands there
  std::string access;
  std::uint32_t occurrence = 1;           // by thread, step and access text
  std::optional<Cell> value;              // what was read, written or returned
  std::optional<std::string> changed;     // "balance: 1000 -> 2000", where memory changed
  std::vector<std::int64_t> choices;      // decisions about values made in this step, as the value
                                          // chosen or the place of the alternative, from 0
  std::vector<std::string> choice_texts;  // the same, in words: "picked = 2", "wakes worker[1]"
  std::vector<Access> accesses;           // of an atomic block or an await
  std::vector<std::string> findings;      // messages of what happens at this step
  std::vector<NamedValue> state;          // after the step: shared and atomics (replay only)
  std::vector<std::pair<std::string, std::string>>
      objects;                            // after the step: "m" -> "held by a" (replay only)
  std::vector<std::string> flags_raised;  // by this step
  bool cycle_start = false;               // livelock: the round of the cycle begins with this step
};

struct Endpoint {
  std::string thread;
  std::string step;
  std::uint32_t occurrence = 1;
  std::string access;
};

struct Pair {
  Endpoint before;
  Endpoint after;
};

// A set of pairs such that every interleaving that respects all of them has the finding.
struct Ordering {
  Count interleavings;
  std::string seed;
  std::vector<Pair> pairs;  // empty: every interleaving has it
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
  bool fewest = false;  // no interleaving with the finding has fewer preemptions
  std::vector<Ordering> orderings;
  std::string orderings_note;  // why there are none; "" when there are some
  std::vector<Step> witness;
  std::vector<Step> second_witness;
};

struct Outcome {
  std::string end;  // "completed", or the kind of the finding that ended it
  std::vector<NamedValue> values;
  std::vector<std::string> flags;
  Count interleavings;
  std::string seed;  // "": not asked
  std::uint32_t preemptions = 0;
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
  std::vector<std::pair<std::string, std::int64_t>> constants;
  std::vector<std::string> set_options;  // the --set options that a replay command needs
  std::vector<std::string> threads;      // names, in the order of the file
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
