#include "explore/access_points.h"

namespace heddle::explore {

using kernel::Operation;
using kernel::OperationKind;
using kernel::ThreadId;

AccessPoints::AccessPoints(StateSearch& search) : search_(search) {
  const Graph& graph = search.graph();
  auto& execution = search.execution();
  for (StateId state = 0; state < graph.state_count(); ++state) {
    EdgeId edge = graph.edges_begin(state);
    const EdgeId end = graph.edges_end(state);
    if (edge == end) continue;
    search.load(state);
    PointId point = 0;
    for (ThreadId last = kernel::kNoId; edge < end; ++edge) {
      const ThreadId thread = graph.thread(edge);
      if (thread != last) point = pending(thread, execution.pending(thread));
      last = thread;
      points_of_edges_.push_back(point);
    }
  }
}

PointId AccessPoints::pending(ThreadId thread, const Operation& operation) {
  auto& execution = search_.execution();
  const Value target = operation.kind == OperationKind::kDelete ? operation.argument : 0;
  const Key key{thread,
                execution.location(thread),
                static_cast<int>(operation.kind),
                static_cast<int>(operation.fault),
                operation.object,
                operation.second,
                operation.cell,
                operation.place,
                target};
  const auto [found, added] = by_key_.try_emplace(key, 0);
  if (!added) return found->second;
  const auto name = search_.program().access_name(execution, thread, operation);
  const auto [named, fresh] =
      by_name_.try_emplace({thread, name.source, name.text}, static_cast<PointId>(points_.size()));
  if (fresh) points_.push_back({thread, name.source, name.text, operation});
  found->second = named->second;
  return found->second;
}

namespace {

// Operations that may touch anything.
bool is_opaque(OperationKind kind) {
  return kind == OperationKind::kAtomic || kind == OperationKind::kAwait ||
         kind == OperationKind::kNew || kind == OperationKind::kDelete;
}

}  // namespace

bool conflict(const Operation& a, const Operation& b) {
  const bool memory_a = is_memory(a.kind);
  const bool memory_b = is_memory(b.kind);
  if (is_opaque(a.kind)) return memory_b || is_opaque(b.kind);
  if (is_opaque(b.kind)) return memory_a;
  if (memory_a || memory_b) {
    const bool reads = a.kind == OperationKind::kRead && b.kind == OperationKind::kRead;
    return memory_a && memory_b && a.cell == b.cell && !reads;
  }
  if (a.kind == OperationKind::kSkip || b.kind == OperationKind::kSkip) return false;
  const auto touches = [](const Operation& operation, std::uint32_t object) {
    return operation.object == object || operation.second == object;
  };
  return touches(b, a.object) || (a.second != kernel::kNoId && touches(b, a.second));
}

}  // namespace heddle::explore
