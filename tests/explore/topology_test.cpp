// Orders, cycles, counts and fewest preemptions on graphs drawn by hand.
#include "explore/states/topology.h"

#include <gtest/gtest.h>

#include <vector>

#include "explore/states/counting.h"
#include "explore/states/fewest_preemptions.h"

namespace heddle::explore {
namespace {

struct Arrow {
  StateId from;
  std::uint32_t thread;
  StateId to;
};

// Arrows in the order of `from`; states without arrows are ends of class 0.
Graph draw(std::uint32_t states, const std::vector<Arrow>& arrows, bool graded) {
  Graph graph;
  graph.add_start(0);
  std::vector<bool> leaves(states, false);
  for (const Arrow& each : arrows) {
    graph.add_edge(each.from, each.thread, each.to);
    leaves[each.from] = true;
  }
  for (StateId state = 0; state < states; ++state) {
    if (!leaves[state]) graph.add_terminal(state, 0);
  }
  if (!graded) graph.set_not_graded();
  graph.finish(states, states);
  return graph;
}

TEST(Topology, CountsPathsAlsoWhenTheyDifferInLength) {
  // 0 -> 1 -> 2 -> 3 and 0 -> 2, 0 -> 3: three ways to the end.
  const Graph graph = draw(4, {{0, 0, 1}, {0, 1, 2}, {0, 2, 3}, {1, 0, 2}, {2, 0, 3}}, false);
  const TopologicalOrder order = topological_order(graph);
  EXPECT_FALSE(order.cyclic);
  EXPECT_EQ(count_ends(graph, order, 1).at(0), 3);
  EXPECT_EQ(count_futures(graph, order).at(0), 3);
}

TEST(Topology, CountsBeyond128Bits) {
  // 200 diamonds one after the other: 2^200 ways.
  std::vector<Arrow> arrows;
  constexpr std::uint32_t kDiamonds = 200;
  for (std::uint32_t i = 0; i < kDiamonds; ++i) {
    const StateId top = 3 * i;
    arrows.insert(
        arrows.end(),
        {{top, 0, top + 1}, {top, 1, top + 2}, {top + 1, 1, top + 3}, {top + 2, 0, top + 3}});
  }
  const Graph graph = draw(3 * kDiamonds + 1, arrows, true);
  const TopologicalOrder order = topological_order(graph);
  EXPECT_EQ(count_ends(graph, order, 1).at(0), Number(1) << kDiamonds);
}

TEST(Topology, FindsCyclesAndWhatCannotEnd) {
  // 0 -> 1 <-> 2 and 0 -> 3, the end.
  const Graph graph = draw(4, {{0, 0, 1}, {0, 1, 3}, {1, 0, 2}, {2, 0, 1}}, false);
  EXPECT_TRUE(topological_order(graph).cyclic);
  const InEdges in_edges(graph);
  EXPECT_EQ(reaches_end(graph, in_edges), (std::vector<bool>{true, false, false, true}));
  EXPECT_EQ(on_cycle(graph, {true, true, true, true}),
            (std::vector<bool>{false, true, true, false}));
  EXPECT_EQ(on_cycle(graph, {true, true, false, true}),
            (std::vector<bool>{false, false, false, false}));
}

TEST(Topology, AnArrowToItselfIsACycle) {
  const Graph graph = draw(2, {{0, 0, 0}, {0, 1, 1}}, false);
  EXPECT_EQ(on_cycle(graph, {true, true}), (std::vector<bool>{true, false}));
}

TEST(FewestPreemptions, CountsOnlySwitchesAwayFromThreadsThatCouldGoOn) {
  // Two threads of two accesses: states (a's, b's) as a grid, numbered by distance.
  //   0 = 00, 1 = 10, 2 = 01, 3 = 20, 4 = 11, 5 = 02, 6 = 21, 7 = 12, 8 = 22
  const Graph graph = draw(9,
                           {{0, 0, 1},
                            {0, 1, 2},
                            {1, 0, 3},
                            {1, 1, 4},
                            {2, 0, 4},
                            {2, 1, 5},
                            {3, 1, 6},
                            {4, 0, 6},
                            {4, 1, 7},
                            {5, 0, 7},
                            {6, 1, 8},
                            {7, 0, 8}},
                           true);
  const InEdges in_edges(graph);
  const auto fewest = fewest_preemptions(graph, topological_order(graph), in_edges);
  EXPECT_EQ(fewest->cost(8)->preemptions, 0U);  // a a b b
  EXPECT_EQ(fewest->cost(4)->preemptions, 1U);  // a b: a could have gone on
  EXPECT_EQ(fewest->way(8).edges.size(), 4U);
  EXPECT_EQ(fewest->cost(0)->steps, 0U);
}

// Also such as are too long for small numbers.
TEST(FewestPreemptions, CountsTheStepsOfLongWays) {
  for (const StateId length : {247U, 248U, 249U, 300U, 65'527U, 65'528U, 70'000U}) {
    std::vector<Arrow> arrows;
    for (StateId state = 0; state < length; ++state)
      arrows.push_back({state, state % 2, state + 1});
    const Graph graph = draw(length + 1, arrows, true);
    const InEdges in_edges(graph);
    const auto fewest = fewest_preemptions(graph, topological_order(graph), in_edges);
    EXPECT_EQ(fewest->cost(length)->steps, length);
    EXPECT_EQ(fewest->cost(length)->preemptions, 0U);
    EXPECT_EQ(fewest->way(length).edges.size(), length);
  }
}

// Each state has a way to the next one by one of two threads, and to a dead end by the other.
TEST(FewestPreemptions, CountsManyPreemptions) {
  for (const StateId length : {100U, 247U, 248U, 249U, 300U, 70'000U}) {
    std::vector<Arrow> arrows;
    for (StateId state = 0; state < length; ++state) {
      const StateId dead_end = length + 1;
      arrows.push_back({state, 0, state % 2 == 0 ? state + 1 : dead_end});
      arrows.push_back({state, 1, state % 2 == 1 ? state + 1 : dead_end});
    }
    const Graph graph = draw(length + 2, arrows, false);
    const InEdges in_edges(graph);
    const auto fewest = fewest_preemptions(graph, topological_order(graph), in_edges);
    EXPECT_EQ(fewest->cost(length)->steps, length);
    EXPECT_EQ(fewest->cost(length)->preemptions, length - 1);
    EXPECT_EQ(fewest->way(length).edges.size(), length);
  }
}

TEST(Graph, KnowsWhoTookEachEdgeAmongManyThreads) {
  std::vector<Arrow> arrows;
  for (StateId state = 0; state < 1'000; ++state) arrows.push_back({state, state, state + 1});
  const Graph graph = draw(1'001, arrows, true);
  for (StateId state = 0; state < 1'000; ++state) EXPECT_EQ(graph.thread(state), state);
}

}  // namespace
}  // namespace heddle::explore
