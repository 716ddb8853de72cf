#include "explore/conditions/alphabet.h"

#include <map>
#include <tuple>

namespace heddle::explore::conditions {

using kernel::Operation;
using kernel::OperationKind;
using kernel::ThreadId;

namespace {

class Reader {
 public:
  explicit Reader(StateSearch& search) : search_(search), execution_(search.execution()) {}

  std::optional<Alphabet> read() {
    read_starts();
    const Graph& graph = search_.graph();
    for (StateId state = 0; state < graph.state_count(); ++state) {
      constexpr StateId kStatesBetweenLooks = 1024;
      if (state % kStatesBetweenLooks == 0 && search_.watch().look() != Stop::kNone) {
        return std::nullopt;
      }
      read_state(state);
    }
    return std::move(alphabet_);
  }

 private:
  // Operations with equal keys have equal names.
  using Key = std::tuple<ThreadId, std::uint32_t, int, int, std::uint32_t, std::uint32_t,
                         std::uint32_t, Value, Value>;

  void read_starts() {
    kernel::Choices choices;
    for (std::size_t i = 0; i < search_.graph().starts().size(); ++i) {
      execution_.restart(choices);
      std::vector<Happening> label;
      add_choices(choices, kNoId, kNoId, label);
      alphabet_.of_start.push_back(intern(label));
      choices.advance();
    }
  }

  void read_state(StateId state) {
    const Graph& graph = search_.graph();
    EdgeId edge = graph.edges_begin(state);
    if (edge == graph.edges_end(state)) return;
    search_.load(state);
    while (edge < graph.edges_end(state)) {
      const ThreadId thread = graph.thread(edge);
      EdgeId end = edge;
      while (end < graph.edges_end(state) && graph.thread(end) == thread) ++end;
      const StreamId access = pending(thread);
      if (end - edge == 1) {
        alphabet_.of_edge.push_back(label_of(access));
      } else {
        read_choices(state, thread, access, end - edge);
      }
      edge = end;
    }
  }

  // The steps of a thread that chooses, one for each combination.
  void read_choices(StateId state, ThreadId thread, StreamId access, std::uint32_t count) {
    kernel::Choices choices;
    for (std::uint32_t i = 0; i < count; ++i) {
      execution_.step(thread, choices);
      std::vector<Happening> label{{access, 0}};
      add_choices(choices, thread, alphabet_.streams[access].source, label);
      alphabet_.of_edge.push_back(intern(label));
      choices.advance();
      search_.load(state);
    }
  }

  // `thread`, `source`: of the operation, for choices that are its own.
  void add_choices(const kernel::Choices& choices, ThreadId thread, std::uint32_t source,
                   std::vector<Happening>& label) {
    for (std::size_t i = 0; i < choices.taken.size(); ++i) {
      if (choices.alternatives[i] < 2) continue;
      const bool own = choices.sources[i] == kNoId;
      Stream stream;
      stream.thread = own ? thread : choices.threads[i];
      stream.source = own ? source : choices.sources[i];
      label.push_back({add(std::move(stream)), choices.taken[i] + 1});
    }
  }

  StreamId pending(ThreadId thread) {
    const Operation operation = execution_.pending(thread);
    const Value target = operation.kind == OperationKind::kDelete ? operation.argument : 0;
    const Key key{thread,
                  execution_.location(thread),
                  static_cast<int>(operation.kind),
                  static_cast<int>(operation.fault),
                  operation.object,
                  operation.second,
                  operation.cell,
                  operation.place,
                  target};
    const auto [found, added] = by_key_.try_emplace(key, 0);
    if (added) found->second = add(describe(thread, operation));
    return found->second;
  }

  Stream describe(ThreadId thread, const Operation& operation) {
    const auto name = execution_.access_name(thread, operation);
    Stream stream{
        .thread = thread, .source = name.source, .access = name.text, .operation = operation};
    const bool fails = operation.fault != kernel::Fault::kNone;
    for (const auto& touch : touches_of(thread, operation)) {
      if (touch.cell >= execution_.words().size()) continue;
      // What it would touch may be no memory any more.
      const std::uint32_t memory =
          fails ? kNoId : search_.program().memory_name(execution_, touch.cell);
      stream.touches.push_back({touch.cell, memory, touch.writes});
    }
    return stream;
  }

  std::vector<kernel::Execution::Touch> touches_of(ThreadId thread, const Operation& operation) {
    std::vector<kernel::Execution::Touch> touches;
    if (is_memory(operation.kind)) {
      touches.push_back({operation.cell, operation.kind != OperationKind::kRead});
    } else if (operation.fault != kernel::Fault::kNone) {
      return touches;
    } else if (is_block(operation.kind)) {
      execution_.footprint(thread, touches);
    } else if (operation.kind == OperationKind::kDelete) {
      std::vector<std::uint32_t> cells;
      execution_.deleted_cells(operation, cells);
      for (const std::uint32_t cell : cells) touches.push_back({cell, true});
    }
    return touches;
  }

  StreamId add(Stream stream) {
    const auto [found, fresh] =
        by_name_.try_emplace({stream.thread, stream.source, stream.access},
                             static_cast<StreamId>(alphabet_.streams.size()));
    if (fresh) alphabet_.streams.push_back(std::move(stream));
    return found->second;
  }

  LabelId label_of(StreamId access) {
    if (label_of_access_.size() <= access) label_of_access_.resize(access + 1, kNoId);
    LabelId& label = label_of_access_[access];
    if (label == kNoId) label = intern({{access, 0}});
    return label;
  }

  LabelId intern(const std::vector<Happening>& label) {
    const auto [found, fresh] =
        by_label_.try_emplace(label, static_cast<LabelId>(alphabet_.labels.size()));
    if (fresh) alphabet_.labels.push_back(label);
    return found->second;
  }

  StateSearch& search_;
  kernel::Execution& execution_;
  Alphabet alphabet_;
  std::map<Key, StreamId> by_key_;
  std::map<std::tuple<ThreadId, std::uint32_t, std::string>, StreamId> by_name_;
  std::map<std::vector<Happening>, LabelId> by_label_;
  std::vector<LabelId> label_of_access_;
};

}  // namespace

std::optional<Alphabet> read_alphabet(StateSearch& search) { return Reader(search).read(); }

}  // namespace heddle::explore::conditions
