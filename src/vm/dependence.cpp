// What depends on what is a graph: reads of each variable, locals, conditions, right sides. A read
// of v leads to each write of v. So a write of v depends on v, that is leads to a read of v,
// exactly when both are in one strongly connected component.
#include "vm/dependence.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "vm/dependence_graph.h"

namespace heddle::vm {

using scenario::AssignOperator;
using scenario::Expression;
using scenario::ExpressionId;
using scenario::ExpressionKind;
using scenario::kNone;
using scenario::Step;
using scenario::StepKind;

namespace {

using Node = DependenceGraph::Node;

// What is written to a variable or sent (kNone), and may keep what was read from another one.
struct Keeper {
  Node value = 0;
  std::uint32_t name = kNone;
};

struct Write {
  const Step* step = nullptr;
  Node node = 0;
  std::uint32_t name = kNone;
};

// The conditions of what holds a break or continue of the innermost loop, or a return of the
// procedure or thread; kNone: nothing does.
struct Escapes {
  Node loop = kNone;
  Node procedure = kNone;
};

// The graph of one thread. Nodes: the reads of each memory name (variables, then the fields of each
// record), the locals, then whatever the text brings.
class Text {
 public:
  Text(const scenario::Scenario& scenario, const scenario::Thread& thread)
      : scenario_(scenario), first_local_(count_names()), graph_(first_local_) {
    for (std::size_t i = 0; i < thread.locals.size(); ++i) graph_.add_node();
    always_ = graph_.add_node();
    dropped_ = graph_.add_node();
    returned_.push_back(dropped_);
    list(thread.body, always_);
  }

  const DependenceGraph& graph() const { return graph_; }
  const std::vector<Write>& writes() const { return writes_; }
  const std::vector<Keeper>& keepers() const { return keepers_; }

 private:
  std::uint32_t count_names() {
    auto names = static_cast<std::uint32_t>(scenario_.variables.size());
    for (const auto& record : scenario_.records) {
      first_field_.push_back(names);
      names += static_cast<std::uint32_t>(record.fields.size());
    }
    return names;
  }

  const Expression& at(ExpressionId id) const { return scenario_.expressions[id]; }

  std::uint32_t name_of(const Expression& place) const {
    if (place.kind != ExpressionKind::kField) return place.index;
    return first_field_[at(place.operands[0]).type.record] + place.index;
  }

  Node local(std::uint32_t index) const { return first_local_ + index; }

  // A node for all that both depend on.
  Node both(Node a, Node b) {
    if (a == kNone || a == always_) return b == kNone ? a : b;
    if (b == kNone || b == always_) return a;
    const Node node = graph_.add_node();
    graph_.add_edge(node, a);
    graph_.add_edge(node, b);
    return node;
  }
  Escapes both(Escapes a, Escapes b) {
    return {both(a.loop, b.loop), both(a.procedure, b.procedure)};
  }

  // What comes out of a list of the block with this condition comes out of the block.
  Escapes through(Node condition, Escapes out) {
    if (out.loop != kNone) out.loop = both(out.loop, condition);
    if (out.procedure != kNone) out.procedure = both(out.procedure, condition);
    return out;
  }

  // ---- Expressions ----

  // `from` depends on the expression (kNone: there is none), which stands under `conditions`.
  void depend(Node from, ExpressionId id, Node conditions) {
    if (id == kNone) return;
    std::vector<std::pair<Node, ExpressionId>> open{{from, id}};
    while (!open.empty()) {
      const auto [who, which] = open.back();
      open.pop_back();
      const Expression& each = at(which);
      switch (each.kind) {
        case ExpressionKind::kLocal:
          graph_.add_edge(who, local(each.index));
          break;
        case ExpressionKind::kCas:
        case ExpressionKind::kExchange:
        case ExpressionKind::kFetchAdd:
          graph_.add_edge(who, name_of(at(each.operands[0])));
          update(each, conditions, open);
          break;
        case ExpressionKind::kVariable:
        case ExpressionKind::kCell:
        case ExpressionKind::kField:
          graph_.add_edge(who, name_of(each));
          [[fallthrough]];
        default:
          for (const ExpressionId operand : each.operands) {
            if (operand != kNone) open.push_back({who, operand});
          }
          break;
      }
    }
  }

  // cas, exchange, fetch_add: a write that is always dependent, so it needs no node of its own.
  void update(const Expression& update, Node conditions,
              std::vector<std::pair<Node, ExpressionId>>& open) {
    const Expression& target = at(update.operands[0]);
    const std::uint32_t name = name_of(target);
    const bool swaps_if_equal = update.kind == ExpressionKind::kCas;
    const Node value = graph_.add_node();
    keepers_.push_back({value, name});
    graph_.add_edge(name, value);
    graph_.add_edge(name, conditions);
    open.push_back({value, update.operands[swaps_if_equal ? 2 : 1]});
    if (swaps_if_equal) open.push_back({name, update.operands[1]});
    if (target.operands[0] != kNone) open.push_back({name, target.operands[0]});
  }

  Node expression(ExpressionId id, Node conditions) {
    const Node node = graph_.add_node();
    depend(node, id, conditions);
    return node;
  }

  // ---- Statements: each stands under `conditions` ----

  Escapes list(const std::vector<Step>& steps, Node conditions) {
    Escapes out;
    for (const Step& each : steps) {
      const Escapes passed = step(each, conditions);
      conditions = both(conditions, both(passed.loop, passed.procedure));
      out = both(out, passed);
    }
    return out;
  }

  Escapes step(const Step& step, Node conditions) {
    switch (step.kind) {
      case StepKind::kIf:
      case StepKind::kWhile:
      case StepKind::kRepeat:
        return conditional(step, conditions);
      case StepKind::kAtomic:
        return atomic(step, conditions);
      case StepKind::kWith:
      case StepKind::kTransaction:
        depend(dropped_, step.object.index, conditions);
        return list(step.body, conditions);
      case StepKind::kCall:
        call(step, conditions);
        return {};
      case StepKind::kReturn:
        depend(returned_.back(), step.value, conditions);
        graph_.add_edge(returned_.back(), conditions);
        return {kNone, always_};
      case StepKind::kBreak:
      case StepKind::kContinue:
        return {always_, kNone};
      default:
        simple_step(step, conditions);
        return {};
    }
  }

  Escapes conditional(const Step& step, Node conditions) {
    const Node condition = expression(step.value, conditions);
    const Node inside = both(conditions, condition);
    if (step.local != kNone) graph_.add_edge(local(step.local), inside);
    Escapes out = both(list(step.body, inside), list(step.otherwise, inside));
    if (step.kind != StepKind::kIf) out.loop = kNone;
    return through(condition, out);
  }

  Escapes atomic(const Step& step, Node conditions) {
    if (!step.body.empty() && step.body.front().kind == StepKind::kAwait) {
      conditions = both(conditions, expression(step.body.front().value, conditions));
    }
    return list(step.body, conditions);
  }

  void call(const Step& step, Node conditions) {
    for (std::size_t i = 0; i < step.parameters.size(); ++i) {
      assign_local(step.parameters[i], step.arguments[i], conditions);
    }
    const Node value = graph_.add_node();
    returned_.push_back(value);
    list(step.body, conditions);
    returned_.pop_back();
    if (step.local == kNone) return;
    graph_.add_edge(local(step.local), value);
    graph_.add_edge(local(step.local), conditions);
  }

  void assign_local(std::uint32_t index, ExpressionId value, Node conditions) {
    depend(local(index), value, conditions);
    graph_.add_edge(local(index), conditions);
  }

  void simple_step(const Step& step, Node conditions) {
    if (step.kind == StepKind::kAssign) return assign(step, conditions);
    if (step.kind == StepKind::kSend) {
      keepers_.push_back({expression(step.value, conditions), kNone});
    }
    // Which object it is says nothing of the value that comes from it.
    depend(dropped_, step.object.index, conditions);
    depend(dropped_, step.second.index, conditions);
    const Node to = step.local == kNone ? dropped_ : local(step.local);
    depend(to, step.value, conditions);
    for (const ExpressionId argument : step.arguments) depend(to, argument, conditions);
    if (step.local != kNone) graph_.add_edge(to, conditions);
  }

  void assign(const Step& step, Node conditions) {
    const Expression& target = at(step.target);
    const std::uint32_t name = name_of(target);
    const Node right = expression(step.value, conditions);
    const Node write = graph_.add_node();
    keepers_.push_back({right, name});
    graph_.add_edge(name, write);
    graph_.add_edge(write, right);
    graph_.add_edge(write, conditions);
    depend(write, target.operands[0], conditions);
    if (step.op == AssignOperator::kSet) writes_.push_back({&step, write, name});
  }

  const scenario::Scenario& scenario_;
  std::vector<std::uint32_t> first_field_;  // of each record
  std::uint32_t first_local_;
  DependenceGraph graph_;
  Node always_ = 0;             // no condition
  Node dropped_ = 0;            // what depends on values that go nowhere
  std::vector<Node> returned_;  // the values of the calls around
  std::vector<Write> writes_;
  std::vector<Keeper> keepers_;
};

// Whether there are names, and which when it is one alone.
struct TwoNames {
  bool any = false;
  bool several = false;
  std::uint32_t name = kNone;

  void add(std::uint32_t other) {
    several |= any && other != name;
    if (!any) name = other;
    any = true;
  }
  void add(const TwoNames& others) {
    if (others.any) add(others.name);
    several |= others.several;
  }
  bool has_other_than(std::uint32_t mine) const { return several || (any && name != mine); }
};

// For each component, where what it stands for is kept: the names of keepers that lead to it.
std::vector<TwoNames> kept_in(const Text& text, const std::vector<std::uint32_t>& component) {
  std::vector<TwoNames> kept(text.graph().size());
  for (const Keeper& each : text.keepers()) kept[component[each.value]].add(each.name);
  // Edges lead from larger components to smaller ones, so from the largest down each is final.
  std::vector<std::size_t> begin(text.graph().size() + 1, 0);
  const auto& edges = text.graph().edges();
  for (const auto& [from, to] : edges) ++begin[component[from] + 1];
  for (std::size_t i = 0; i + 1 < begin.size(); ++i) begin[i + 1] += begin[i];
  std::vector<std::pair<Node, Node>> sorted(edges.size());
  for (const auto& [from, to] : edges) {
    sorted[begin[component[from]]++] = {component[from], component[to]};
  }
  for (std::size_t i = sorted.size(); i-- > 0;) {
    if (sorted[i].first != sorted[i].second) kept[sorted[i].second].add(kept[sorted[i].first]);
  }
  return kept;
}

}  // namespace

std::unordered_set<const Step*> dependent_writes(const scenario::Scenario& scenario,
                                                 const scenario::Thread& thread) {
  const Text text(scenario, thread);
  std::unordered_set<const Step*> result;
  if (text.writes().empty()) return result;
  const auto component = text.graph().components();
  const auto kept = kept_in(text, component);
  for (const Write& each : text.writes()) {
    const bool leads_to_read = component[each.node] == component[each.name];
    if (leads_to_read || kept[component[each.name]].has_other_than(each.name)) {
      result.insert(each.step);
    }
  }
  return result;
}

}  // namespace heddle::vm
