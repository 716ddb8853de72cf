#include "tell/lost_update.h"

#include <fmt/format.h>

#include <optional>

#include "tell/values.h"

namespace heddle::tell {

using kernel::Operation;
using kernel::OperationKind;

namespace {

// Indices are of steps.
struct LostUpdate {
  kernel::ThreadId loser = 0;  // whose write lost it
  std::string memory;          // "balance", "a[2]"
  std::size_t read = 0;        // when it was read
  report::Cell seen;           // what was read then
  std::size_t lost = 0;        // the last change of another thread since
  kernel::ThreadId other = 0;
  report::Cell after;
  std::size_t write = 0;  // the write
  report::Cell written;
};

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
                        .after = cell(lost.after, pointer),
                        .write = step,
                        .written = cell(write.after, pointer)};
    }
    const bool changed = other.wrote && !same_value(operation, other.before, other.after);
    if (changed && !change) change = i;
  }
  return std::nullopt;
}

// Of the writes in the step at which it was lost, the first one that lost it and changed something,
// else the first one that lost it.
std::optional<LostUpdate> find(const Detected& detected) {
  if (detected.happened == nullptr || !detected.happened->step) return std::nullopt;
  const auto& [subject, property, story, happened] = detected;
  std::optional<LostUpdate> without_effect;
  for (std::size_t i = 0; i < story.events.size(); ++i) {
    const auto& [step, event] = story.events[i];
    if (step != *happened->step || !is_good(event.operation) || !event.wrote) continue;
    if (family(subject.words.memory(event.operation)) != detected.name()) continue;
    auto lost = lost_by(subject, story, i);
    if (!lost) continue;
    if (!same_value(event.operation, event.before, event.after)) return lost;
    if (!without_effect) without_effect = lost;
  }
  return without_effect;
}

std::size_t number(std::size_t step) { return step + 1; }

}  // namespace

std::string lost_update_message(const Detected& detected) {
  const auto lost = find(detected);
  if (!lost) return "";
  const std::string& loser = detected.thread(lost->loser);
  return fmt::format("{} reads {} = {}, {} makes it {}, and {} writes {} without having seen that",
                     loser, lost->memory, text(lost->seen), detected.thread(lost->other),
                     text(lost->after), loser, text(lost->written));
}

std::string lost_update_explanation(const Detected& detected, const std::vector<report::Next>&) {
  const auto lost = find(detected);
  if (!lost) return "";
  const std::string& loser = detected.thread(lost->loser);
  const std::string what = fmt::format("what {} wrote in step {} is lost",
                                       detected.thread(lost->other), number(lost->lost));
  for (const StaleLocal& stale : detected.story.stale) {
    const bool holds = stale.thread == lost->loser && stale.memory == lost->memory &&
                       stale.read >= lost->read && stale.since <= lost->lost &&
                       stale.replaced >= lost->write;
    if (!holds) continue;
    return fmt::format("{} still has {} = {}: {}", loser, stale.local, text(stale.value), what);
  }
  return fmt::format("{} goes by {} = {} of step {}: {}", loser, lost->memory, text(lost->seen),
                     number(lost->read), what);
}

}  // namespace heddle::tell
