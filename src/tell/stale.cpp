#include "tell/stale.h"

#include <algorithm>
#include <map>
#include <utility>

#include "tell/values.h"

namespace heddle::tell {

using kernel::kNoId;
using kernel::ThreadId;

namespace {

constexpr std::size_t kNever = static_cast<std::size_t>(-1);

struct Changed {
  std::size_t step = 0;
  ThreadId thread = 0;
};

using Changes = std::map<std::uint32_t, std::vector<Changed>>;  // by cell

Changes changes_of(const Story& story) {
  Changes changes;
  for (const auto& [step, event] : story.events) {
    const auto& operation = event.operation;
    if (!is_memory(operation.kind) || !event.wrote) continue;
    if (same_value(operation, event.before, event.after)) continue;
    changes[operation.cell].push_back({step, event.thread});
  }
  return changes;
}

// The first step after `read` in which another thread changed the cell.
std::size_t first_change(const Changes& changes, std::uint32_t cell, std::size_t read,
                         ThreadId reader) {
  const auto found = changes.find(cell);
  if (found == changes.end()) return kNever;
  const auto& all = found->second;
  auto at =
      std::upper_bound(all.begin(), all.end(), read,
                       [](std::size_t step, const Changed& each) { return step < each.step; });
  while (at != all.end() && at->thread == reader) ++at;
  return at == all.end() ? kNever : at->step;
}

// The name of memory that was read in the step; "" when it was not.
std::string memory_read(const Subject& subject, const Story& story, std::size_t step,
                        std::uint32_t cell) {
  const auto begin = std::lower_bound(
      story.events.begin(), story.events.end(), step,
      [](const ToldEvent& each, std::size_t wanted) { return each.step < wanted; });
  for (auto at = begin; at != story.events.end() && at->step == step; ++at) {
    const auto& operation = at->event.operation;
    if (is_memory(operation.kind) && operation.cell == cell) return subject.words.memory(operation);
  }
  return "";
}

}  // namespace

std::vector<StaleLocal> find_stale_locals(const Subject& subject, const Story& story,
                                          const kernel::LocalLog& log) {
  const std::size_t count = log.assignments.size();
  std::vector<std::size_t> used(count, 0);
  for (const auto& use : log.uses) used[use.assignment] = std::max(used[use.assignment], use.step);
  const Changes changes = changes_of(story);
  std::vector<StaleLocal> all;
  for (std::size_t i = 0; i < count; ++i) {
    const kernel::Assignment& each = log.assignments[i];
    if (each.cell == kNoId) continue;
    const std::size_t since = first_change(changes, each.cell, each.read_in_step, each.thread);
    if (since == kNever) continue;
    const std::string memory = memory_read(subject, story, each.read_in_step, each.cell);
    if (memory.empty()) continue;
    const kernel::LocalName name = subject.words.local(each.thread, each.local);
    all.push_back({.thread = each.thread,
                   .local = name.name,
                   .value = cell(each.value, name.pointer),
                   .memory = memory,
                   .read = each.read_in_step,
                   .since = since,
                   .used = used[i],
                   .replaced = each.replaced_in_step});
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const StaleLocal& a, const StaleLocal& b) { return a.since < b.since; });
  return all;
}

}  // namespace heddle::tell
