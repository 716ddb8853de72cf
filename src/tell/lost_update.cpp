#include "tell/lost_update.h"

#include "tell/values.h"

namespace heddle::tell {

using kernel::Operation;
using kernel::OperationKind;

namespace {

// What findings about the memory are named after: of "a[2]" "a", of "Node#1.next" "Node.next".
std::string family(const std::string& memory) {
  const auto number = memory.find('#');
  if (number == std::string::npos) return memory.substr(0, memory.find('['));
  return memory.substr(0, number) + memory.substr(memory.find('.', number));
}

bool is_good(const Operation& operation) {
  return is_memory(operation.kind) && operation.fault == kernel::Fault::kNone;
}

// What the write that is events[at] lost; nullopt: nothing.
std::optional<LostUpdate> lost_by(const Subject& subject, const Story& story, std::size_t at) {
  const auto& [step, write] = story.events[at];
  std::optional<std::size_t> change;
  for (std::size_t i = at; i-- > 0;) {
    const auto& [other_step, other] = story.events[i];
    const Operation& operation = other.operation;
    if (!is_good(operation) || operation.cell != write.operation.cell) continue;
    if (other.thread == write.thread) {
      if (operation.kind == OperationKind::kWrite) continue;
      if (!change) return std::nullopt;  // it had been read again
      const auto& [lost_step, lost] = story.events[*change];
      const bool pointer = operation.pointer;
      return LostUpdate{.loser = write.thread,
                        .memory = subject.words.memory(write.operation),
                        .read = other_step,
                        .seen = cell(other.before, pointer),
                        .lost = lost_step,
                        .other = lost.thread,
                        .before = cell(lost.before, pointer),
                        .after = cell(lost.after, pointer),
                        .write = step,
                        .written = cell(write.after, pointer)};
    }
    const bool changed = other.wrote && !same_value(operation, other.before, other.after);
    if (changed && !change) change = i;
  }
  return std::nullopt;
}

}  // namespace

std::optional<LostUpdate> find_lost_update(const Subject& subject, const Story& story,
                                           const std::string& name, std::size_t step) {
  std::optional<LostUpdate> without_effect;
  for (std::size_t i = 0; i < story.events.size(); ++i) {
    const auto& [event_step, event] = story.events[i];
    if (event_step != step || !is_good(event.operation) || !event.wrote) continue;
    if (family(subject.words.memory(event.operation)) != name) continue;
    auto lost = lost_by(subject, story, i);
    if (!lost) continue;
    if (!same_value(event.operation, event.before, event.after)) return lost;
    if (!without_effect) without_effect = lost;
  }
  return without_effect;
}

}  // namespace heddle::tell
