// The accesses on the edges of a graph, by the names that orderings use for them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "base/chunked_vector.h"
#include "explore/state_search.h"

namespace heddle::explore {

// One access that a thread can make, of whatever occurrence.
using PointId = std::uint32_t;

struct Point {
  kernel::ThreadId thread = 0;
  std::uint32_t source = 0;
  std::string access;
  kernel::Operation operation;  // one such operation
};

class AccessPoints {
 public:
  explicit AccessPoints(StateSearch& search);

  // Of each edge; computed in one pass over the graph.
  PointId of(EdgeId edge) const { return points_of_edges_[edge]; }
  // Of what `thread` is about to do in the state that the execution is in.
  PointId pending(kernel::ThreadId thread, const kernel::Operation& operation);
  const Point& operator[](PointId point) const { return points_[point]; }

 private:
  // Operations with equal keys have equal names.
  using Key = std::tuple<kernel::ThreadId, std::uint32_t, int, int, std::uint32_t, std::uint32_t,
                         std::uint32_t, Value, Value>;

  StateSearch& search_;
  std::vector<Point> points_;
  std::map<Key, PointId> by_key_;
  std::map<std::tuple<kernel::ThreadId, std::uint32_t, std::string>, PointId> by_name_;
  ChunkedVector<PointId> points_of_edges_;
};

// Whether the order of two accesses of different threads can matter to what they do.
bool conflict(const kernel::Operation& a, const kernel::Operation& b);

}  // namespace heddle::explore
