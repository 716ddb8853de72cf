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
    reading.stop.look();
    const OutlineStep& step = reading.outline.steps[open.back()];
    open.pop_back();
    open.insert(open.end(), step.otherwise.rbegin(), step.otherwise.rend());
    open.insert(open.end(), step.body.rbegin(), step.body.rend());
    if (step.is_block || step.broken || !step.statement.value.present()) continue;
    const syntax::Node& root = reading.tree.nodes[step.statement.value.root];
    if (root.kind != syntax::NodeKind::kApply || root.parenthesised) continue;
    const Symbol* symbol = reading.names.find(root.name);
    if (symbol && symbol->kind == SymbolKind::kProcedure) result.push_back({symbol->index, &step});
  }
  return result;
}

// A walk over the calls, depth first: a call of a procedure that is on the path closes a cycle.
class Walk {
 public:
  explicit Walk(Reading& reading) : r_(reading), marks_(reading.procedures.size(), Mark::kNew) {}

  void from(std::uint32_t start) {
    if (marks_[start] == Mark::kNew) enter(start);
    while (!path_.empty()) step();
  }

 private:
  enum class Mark : std::uint8_t { kNew, kOpen, kDone };
  struct Frame {
    std::uint32_t procedure = kNone;
    std::vector<Edge> edges;
    std::size_t next = 0;
  };

  void enter(std::uint32_t index);
  void step();
  void close_cycle(const Edge& edge);

  Reading& r_;
  std::vector<Mark> marks_;
  std::vector<Frame> path_;
};

void Walk::enter(std::uint32_t index) {
  marks_[index] = Mark::kOpen;
  path_.push_back({index, calls_of(r_, r_.procedures[index]), 0});
}

void Walk::step() {
  Frame& top = path_.back();
  if (top.next == top.edges.size()) {
    marks_[top.procedure] = Mark::kDone;
    path_.pop_back();
    return;
  }
  const Edge edge = top.edges[top.next++];
  if (marks_[edge.callee] == Mark::kOpen) close_cycle(edge);
  if (marks_[edge.callee] == Mark::kNew) enter(edge.callee);
}

void Walk::close_cycle(const Edge& edge) {
  std::string names;
  bool in_cycle = false;
  for (const Frame& frame : path_) {
    in_cycle = in_cycle || frame.procedure == edge.callee;
    if (!in_cycle) continue;
    r_.procedures[frame.procedure].usable = false;
    if (names.size() < 200) names += r_.scenario.procedure_names[frame.procedure] + " -> ";
  }
  r_.problems.in_text(edge.step->text, edge.step->statement.begin, edge.step->statement.end,
                      "procedures do not call themselves: " +
                          in_quotes(names + r_.scenario.procedure_names[edge.callee]) +
                          "; use a loop");
}

}  // namespace

void Sections::find_recursion() {
  Walk walk(r_);
  for (std::uint32_t start = 0; start < r_.procedures.size(); ++start) walk.from(start);
}

}  // namespace heddle::scenario
