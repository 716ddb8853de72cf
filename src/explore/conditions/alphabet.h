// What happens on the edges of a graph, as conditions speak of it: accesses of threads, by where
// they stand in the file and what they do, and choices of values, by where they are made.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/chunked_vector.h"
#include "explore/states/state_search.h"

namespace heddle::explore::conditions {

using kernel::kNoId;

// One access that a thread can make, or one choice, of whatever occurrence.
using StreamId = std::uint32_t;

// A cell that an access touches.
struct Touch {
  std::uint32_t cell = kNoId;
  std::uint32_t memory = kNoId;  // its name, as Program::memory_name; kNoId: the access fails
  bool writes = false;
};

struct Stream {
  kernel::ThreadId thread = kNoId;
  std::uint32_t source = kNoId;
  std::string access;             // "": a choice
  kernel::Operation operation{};  // one such operation
  std::vector<Touch> touches{};   // of that one
  bool is_choice() const { return access.empty(); }
};

// An access, or a choice and what is chosen: from 1; 0 of an access.
struct Happening {
  StreamId stream = 0;
  std::uint32_t alternative = 0;
  auto operator<=>(const Happening&) const = default;  // NOLINT(modernize-use-nullptr)
};

// What happens on an edge, in order; edges with the same share one.
using LabelId = std::uint32_t;

struct Alphabet {
  std::vector<Stream> streams;
  std::vector<std::vector<Happening>> labels;
  std::vector<LabelId> of_start;  // by index in Graph::starts
  ChunkedVector<LabelId> of_edge;
};

// Of the graph that the search has built; nullopt when its watch says stop.
std::optional<Alphabet> read_alphabet(StateSearch& search);

}  // namespace heddle::explore::conditions
