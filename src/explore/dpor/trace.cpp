#include "explore/dpor/trace.h"

#include <algorithm>

#include "kernel/availability.h"

namespace heddle::explore {

using kernel::kNoId;
using kernel::ObjectId;
using kernel::Operation;
using kernel::ThreadId;
using kernel::Value;

Trace::Trace(kernel::Execution& execution, const Footprints& footprints, const ActionTable& table)
    : execution_(execution),
      footprints_(footprints),
      table_(table),
      thread_count_(execution.thread_count()),
      last_(footprints.cell(0) + execution.words().size() + 64, kNone),
      last_of_thread_(thread_count_, 0),
      past_(thread_count_, 0) {}

void Trace::clear() {
  while (count_ > 0) pop();
}

void Trace::join(std::uint32_t event) {
  const auto row = clock(event);
  for (std::size_t i = 0; i < thread_count_; ++i) past_[i] = std::max(past_[i], row[i]);
}

void Trace::note_availability(const Operation& operation) {
  availabilities_.clear();
  const auto note = [&](ObjectId object) {
    availabilities_.push_back({object, kernel::availability(execution_, object)});
  };
  if (operation.kind == kernel::OperationKind::kAtomic) {
    for (ObjectId object = 0; object < execution_.object_count(); ++object) {
      if (execution_.object(object).kind != kernel::ObjectKind::kMemory) note(object);
    }
  } else if (kernel::rules(operation.kind).names == kernel::Names::kObject) {
    note(operation.object);
    if (operation.second != kNoId) note(operation.second);
  }
}

void Trace::push(const Action& action) {
  const ThreadId thread = action.thread;
  const Footprint& footprint = table_.footprint(action.footprint);
  const auto event = static_cast<std::uint32_t>(count_);
  const std::uint32_t previous = last_of_thread_[thread];
  if (count_ == actions_.size()) {
    actions_.emplace_back();
    ordinals_.emplace_back();
    links_begin_.emplace_back();
    before_of_thread_.emplace_back();
    clocks_.resize(clocks_.size() + thread_count_);
  }
  std::fill(past_.begin(), past_.end(), 0);
  if (previous > 0) join(previous - 1);
  if (footprint.all) {
    for (const std::uint32_t each : last_of_thread_) {
      if (each > 0) join(each - 1);
    }
  }
  links_begin_[event] = static_cast<std::uint32_t>(links_.size());
  for (const Touch& touch : footprint.touches) link(event, touch);
  ordinals_[event] = previous == 0 ? 1 : ordinals_[previous - 1] + 1;
  past_[thread] = ordinals_[event];
  std::copy(past_.begin(), past_.end(),
            clocks_.begin() + static_cast<std::ptrdiff_t>(event * thread_count_));
  before_of_thread_[event] = previous;
  last_of_thread_[thread] = event + 1;
  actions_[event] = action;
  ++count_;
}

// The event comes after what it conflicts with, and at the end of the resource's chain.
void Trace::link(std::uint32_t event, const Touch& touch) {
  const bool writes = touch.writes != 0;
  const std::uint32_t before = last(touch.resource);
  for (std::uint32_t at = before; at != kNone; at = links_[at].before) {
    if (writes || links_[at].writes) join(links_[at].event);
    if (links_[at].writes) break;
  }
  Value availability = 0;
  for (const auto& [object, value] : availabilities_) {
    if (footprints_.object(object) == touch.resource) availability = value;
  }
  last_[touch.resource] = static_cast<std::uint32_t>(links_.size());
  links_.push_back({event, before, writes, availability});
}

void Trace::pop() {
  --count_;
  last_of_thread_[actions_[count_].thread] = before_of_thread_[count_];
  const Footprint& footprint = table_.footprint(actions_[count_].footprint);
  while (links_.size() > links_begin_[count_]) {
    const std::size_t index = links_.size() - links_begin_[count_] - 1;
    last_[footprint.touches[index].resource] = links_.back().before;
    links_.pop_back();
  }
}

void Trace::independent_after(std::size_t i, std::size_t end,
                              std::vector<std::uint32_t>& events) const {
  events.clear();
  const std::uint32_t ordinal = ordinals_[i];
  const std::uint32_t* of_thread = clocks_.data() + actions_[i].thread;
  for (std::size_t k = i + 1; k < end; ++k) {
    if (of_thread[k * thread_count_] < ordinal) events.push_back(static_cast<std::uint32_t>(k));
  }
}

// What happens before the candidate wherever it is put: what its thread did, and what woke it.
void Trace::start_past(const Candidate& candidate) {
  std::fill(past_.begin(), past_.end(), 0);
  const std::uint32_t previous = last_of_thread_[candidate.thread];
  if (previous > 0) join(previous - 1);
  for (const Touch& touch : candidate.footprint->touches) {
    const bool own = touch.resource == footprints_.thread(candidate.thread);
    if (!footprints_.is_thread(touch.resource) || (touch.writes != 0 && !own)) continue;
    for (std::uint32_t at = last(touch.resource); at != kNone; at = links_[at].before) {
      if (!links_[at].writes) continue;
      join(links_[at].event);
      break;
    }
  }
}

void Trace::collect(const Candidate& candidate) {
  start_past(candidate);
  candidates_.clear();
  if (candidate.footprint->all) {
    for (std::size_t i = count_; i-- > 0;) candidates_.push_back(static_cast<std::uint32_t>(i));
    return;
  }
  const ObjectId waited = kernel::blocking_object(*candidate.operation);
  for (const Touch& touch : candidate.footprint->touches) {
    if (footprints_.is_thread(touch.resource)) continue;
    const bool whole =
        candidate.awaits || (waited != kNoId && touch.resource == footprints_.object(waited));
    collect_chain(last(touch.resource), touch.writes != 0, whole);
  }
  if (candidates_.size() < 2) return;
  std::sort(candidates_.begin(), candidates_.end(), std::greater<>());
  candidates_.erase(std::unique(candidates_.begin(), candidates_.end()), candidates_.end());
}

// The events of a chain that the candidate conflicts with: the latest, or all of them.
void Trace::collect_chain(std::uint32_t link, bool writes, bool whole) {
  bool any_read = false;
  for (; link != kNone; link = links_[link].before) {
    const Link& each = links_[link];
    if (!each.writes && !writes) continue;
    if (each.writes && any_read && !whole) return;
    if (whole && each.writes && in_past(each.event)) return;
    candidates_.push_back(each.event);
    if (each.writes && !whole) return;
    any_read = true;
  }
}

// A misuse (locking what it holds) does not wait.
bool Trace::waits_for_object(const Candidate& candidate) const {
  const ObjectId waited = kernel::blocking_object(*candidate.operation);
  if (waited == kNoId) return false;
  if (!candidate.enabled) return true;
  return std::any_of(availabilities_.begin(), availabilities_.end(), [&](const auto& each) {
    return each.first == waited && kernel::grants(execution_, *candidate.operation, each.second);
  });
}

bool Trace::could_happen_on_object(const Candidate& candidate, std::uint32_t event) {
  const ObjectId waited = kernel::blocking_object(*candidate.operation);
  bool could = candidate.enabled;
  for (std::uint32_t at = last(footprints_.object(waited)); at != kNone; at = links_[at].before) {
    const Link& link = links_[at];
    if (link.event < event) break;
    if (link.event == event || happens_before(event, link.event)) {
      could = kernel::grants(execution_, *candidate.operation, link.availability);
    }
  }
  return could;
}

}  // namespace heddle::explore
