#include "explore/conditions/subject.h"

#include <algorithm>

namespace heddle::explore::conditions {

namespace {

// The accesses on edges to ends that failed, and those of them after which this finding is there.
void find_ends(StateSpace& space, const std::vector<bool>& with, Question& question) {
  const Graph& graph = space.graph();
  const Alphabet& alphabet = question.ground.alphabet;
  question.ends_run.assign(alphabet.streams.size(), false);
  question.subject.ends.assign(alphabet.streams.size(), false);
  for (const auto& terminal : graph.terminals()) {
    const EndClass& end_class = space.classes().classes()[terminal.end_class];
    if (space.classes().outcomes()[end_class.outcome].end != kernel::End::kFailed) continue;
    for (const EdgeId edge : question.ground.in_edges.of(terminal.state)) {
      const StreamId access = alphabet.labels[alphabet.of_edge[edge]].front().stream;
      question.ends_run[access] = true;
      if (with[terminal.state]) question.subject.ends[access] = true;
    }
  }
}

// What the threads wait for where they are blocked.
void find_waits(StateSpace& space, const std::vector<bool>& with, Subject& subject) {
  constexpr std::size_t kLookedAt = 64;
  std::size_t seen = 0;
  for (const auto& terminal : space.graph().terminals()) {
    if (!with[terminal.state] || ++seen > kLookedAt) continue;
    space.search().load(terminal.state);
    auto& execution = space.execution();
    for (kernel::ThreadId thread = 0; thread < execution.thread_count(); ++thread) {
      const auto operation = execution.pending(thread);
      if (operation.kind == kernel::OperationKind::kNone || is_memory(operation.kind)) continue;
      for (const kernel::ObjectId object : {operation.object, operation.second}) {
        if (object != kNoId) subject.objects.push_back(object);
      }
    }
  }
  std::sort(subject.objects.begin(), subject.objects.end());
  subject.objects.erase(std::unique(subject.objects.begin(), subject.objects.end()),
                        subject.objects.end());
}

}  // namespace

void describe(StateSpace& space, const kernel::Defect& defect, const std::vector<bool>& with,
              Question& question) {
  const auto& property = space.program().properties()[defect.property];
  question.subject.memory = space.program().memory_of(defect.property);
  question.subject.invariant = property.kind == "invariant";
  find_ends(space, with, question);
  if (property.kind == "deadlock") find_waits(space, with, question.subject);
  question.like = space.program().like_threads();
}

}  // namespace heddle::explore::conditions
