// Recursion: procedures that call themselves, however far around.
#include <string>
#include <vector>

#include "scenario/sections.h"

namespace heddle::scenario {

namespace {

struct Edge {
  std::uint32_t callee = kNone;
  const OutlineStep* step = nullptr;
};

std::vector<Edge> calls_of(const Reading& reading, const Procedure& procedure) {
  std::vector<Edge> result;
  std::vector<OutlineId> open(procedure.body.rbegin(), procedure.body.rend());
  while (!open.empty()) {
    const OutlineStep& step = reading.outline.steps[open.back()];
    open.pop_back();
    open.insert(open.end(), step.otherwise.rbegin(), step.otherwise.rend());
    open.insert(open.end(), step.body.rbegin(), step.body.rend());
    if (step.is_block || step.broken || !step.statement.value.present()) continue;
    const syntax::Node& root = reading.tree.nodes[step.statement.value.root];
    if (root.kind != syntax::NodeKind::kApply) continue;
    const Symbol* symbol = reading.names.find(root.name);
    if (symbol && symbol->kind == SymbolKind::kProcedure) result.push_back({symbol->index, &step});
  }
  return result;
}

}  // namespace

void Sections::find_recursion() {
  enum class Mark : std::uint8_t { kNew, kOpen, kDone };
  struct Frame {
    std::uint32_t procedure = kNone;
    std::vector<Edge> edges;
    std::size_t next = 0;
  };
  std::vector<Mark> marks(r_.procedures.size(), Mark::kNew);
  std::vector<Frame> path;
  const auto enter = [&](std::uint32_t index) {
    marks[index] = Mark::kOpen;
    path.push_back({index, calls_of(r_, r_.procedures[index]), 0});
  };
  const auto close_cycle = [&](const Edge& edge) {
    std::string names;
    bool in_cycle = false;
    for (const Frame& frame : path) {
      in_cycle = in_cycle || frame.procedure == edge.callee;
      if (!in_cycle) continue;
      r_.procedures[frame.procedure].usable = false;
      if (names.size() < 200) names += r_.scenario.procedure_names[frame.procedure] + " -> ";
    }
    r_.problems.in_text(edge.step->text, edge.step->statement.begin, edge.step->statement.end,
                        "procedures do not call themselves: " +
                            quoted(names + r_.scenario.procedure_names[edge.callee]) +
                            "; use a loop");
  };
  for (std::uint32_t start = 0; start < r_.procedures.size(); ++start) {
    if (marks[start] == Mark::kNew) enter(start);
    while (!path.empty()) {
      Frame& top = path.back();
      if (top.next == top.edges.size()) {
        marks[top.procedure] = Mark::kDone;
        path.pop_back();
        continue;
      }
      const Edge edge = top.edges[top.next++];
      if (marks[edge.callee] == Mark::kOpen) close_cycle(edge);
      if (marks[edge.callee] == Mark::kNew) enter(edge.callee);
    }
  }
}

}  // namespace heddle::scenario
