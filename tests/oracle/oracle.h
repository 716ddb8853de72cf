// Every interleaving of a scenario, by plain recursion, as the format page defines it. Written
// independently of the engines, to check them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "oracle/scheduler.h"
#include "oracle/world.h"
#include "scenario/scenario.h"

namespace heddle::oracle {

struct Limits {
  std::uint64_t interleavings_max = 20'000;
  std::uint64_t nodes_max = 400'000;  // of the tree of interleavings, or of the graph of states
};

// An access that happened, as a pair of an ordering names it.
struct Event {
  std::string thread;
  std::string pointer;
  std::uint32_t occurrence = 1;  // by thread, pointer and text
  std::string access;
  auto operator<=>(const Event&) const = default;
};

// A value that was chosen, as a condition names it.
struct Choice {
  std::string thread;
  std::string pointer;           // of the choose or notify
  std::uint32_t occurrence = 1;  // by thread and pointer
  std::uint32_t alternative = 1;
  auto operator<=>(const Choice&) const = default;
};

struct Decision {
  std::uint32_t thread = kNone;  // kNone: the start
  std::vector<std::uint32_t> choices;
};

struct Interleaving {
  Outcome outcome;
  std::set<FindingName> findings;  // that are counted; an ignored one is not among them
  std::uint32_t preemptions = 0;
  std::vector<Decision> decisions;    // the first is the start
  std::vector<std::uint32_t> events;  // indexes in Result::events, one a decision but the first
  std::set<Choice> choices;
  bool serial = false;             // a serial order that comes to an end
  std::vector<std::string> units;  // of a serial order: "deposit", "clerk[0]/transfer"
};

// Which other findings happen together with one; known where interleavings are listed.
struct Company {
  std::set<FindingName> same;    // in exactly its interleavings, itself too
  std::set<FindingName> within;  // in all of its interleavings and in more
};

struct Found {
  std::uint64_t interleavings = 0;           // where counts are known
  std::optional<std::uint32_t> preemptions;  // the fewest, of those that come to an end
  std::uint32_t preemptions_before = 0;      // the fewest to the moment at which it happens
  std::optional<bool> serial;                // some serial order has it; none: none completes
};

struct FoundOutcome : Found {
  std::optional<std::vector<std::string>> serial_order;  // the units of the first such order
  std::map<FindingName, std::uint64_t> findings;         // counts are 0 where they are not known
};

struct Result {
  bool gave_up = false;    // beyond the limits: nothing else is valid
  bool unbounded = false;  // the graph has a cycle: no counts, no interleavings listed
  std::vector<Interleaving> interleavings;  // in the order in which they are numbered
  std::vector<Event> events;
  std::set<Event> announced;  // next accesses at the ends of interleavings
  std::map<Outcome, FoundOutcome> outcomes;
  std::map<FindingName, Found> findings;             // that are counted
  std::map<FindingName, Company> company;            // of each of these, unless unbounded
  std::map<std::string, std::uint64_t> kind_counts;  // a flag by its name
  std::map<std::string, std::uint32_t> races;        // fewest preemptions before
  bool livelock = false;
  bool nondeterministic = false;
  bool choices = false;  // some decision had a choice between values
};

Result explore(const scenario::Scenario& scenario, const Limits& limits = {});

// Whether `check` has it ignored.
bool is_ignored(const scenario::Scenario& scenario, const FindingName& finding);
// All but the counts, over the graph of states.
void explore_graph(const scenario::Scenario& scenario, const Limits& limits, Result& result);

}  // namespace heddle::oracle
