#include "explore/dpor/trace.h"

#include <algorithm>

#include "kernel/availability.h"

namespace heddle::explore {

using kernel::kNoId;
using kernel::ObjectId;
using kernel::Operation;
using kernel::ResourceKind;
using kernel::ThreadId;
using kernel::Value;

namespace {

constexpr std::size_t kMoreResources = 256;  // that room is made for at once

}  // namespace

Trace::Trace(const kernel::Schedulable& run, const ActionTable& table)
    : run_(run),
      table_(table),
      thread_count_(run.thread_count()),
      last_of_thread_(thread_count_, 0),
      past_(thread_count_, 0) {}

// Of a thread that came into being: its row and column of the clocks.
void Trace::make_room_for(ThreadId thread) {
  if (thread < thread_count_) return;
  const std::size_t count = std::max<std::size_t>(thread + 1, 2 * thread_count_);
  std::vector<std::uint32_t> clocks(actions_.size() * count, 0);
  for (std::size_t i = 0; i < count_; ++i) {
    const auto row = clock(i);
    std::copy(row.begin(), row.end(), clocks.begin() + static_cast<std::ptrdiff_t>(i * count));
  }
  clocks_ = std::move(clocks);
  thread_count_ = count;
  last_of_thread_.resize(count, 0);
  past_.resize(count, 0);
}

void Trace::clear() {
  while (count_ > 0) pop();
}

void Trace::join(std::uint32_t event) {
  const auto row = clock(event);
  for (std::size_t i = 0; i < thread_count_; ++i) past_[i] = std::max(past_[i], row[i]);
}

void Trace::note_availability(const Operation& operation) {
  noted_ = true;
  availabilities_.clear();
  const auto note = [&](ObjectId object) {
    if (const auto free = run_.availability(object)) availabilities_.push_back({object, *free});
  };
  if (operation.kind == kernel::OperationKind::kAtomic) {
    for (ObjectId object = 0; object < run_.object_count(); ++object) note(object);
  } else if (kernel::rules(operation.kind).names == kernel::Names::kObject) {
    note(operation.object);
    if (operation.second != kNoId) note(operation.second);
  }
}

void Trace::push(const Action& action) {
  const ThreadId thread = action.thread;
  make_room_for(thread);
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
  noted_ = false;
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
    if (resource(ResourceKind::kObject, object) == touch.resource) availability = value;
  }
  if (touch.resource >= last_.size()) last_.resize(touch.resource + kMoreResources, kNone);
  last_[touch.resource] = static_cast<std::uint32_t>(links_.size());
  links_.push_back({event, before, writes, availability});
}

void Trace::pop() {
  --count_;
  noted_ = false;
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
  make_room_for(candidate.thread);
  std::fill(past_.begin(), past_.end(), 0);
  const std::uint32_t previous = last_of_thread_[candidate.thread];
  if (previous > 0) join(previous - 1);
  for (const Touch& touch : candidate.footprint->touches) {
    const bool own = touch.resource == resource(ResourceKind::kThread, candidate.thread);
    if (kernel::kind_of(touch.resource) != ResourceKind::kThread || (touch.writes != 0 && !own))
      continue;
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
    if (kernel::kind_of(touch.resource) == ResourceKind::kThread) continue;
    const bool whole =
        candidate.awaits ||
        (waited != kNoId && touch.resource == resource(ResourceKind::kObject, waited));
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
    return each.first == waited && run_.grants(*candidate.operation, each.second);
  });
}

bool Trace::could_happen_on_object(const Candidate& candidate, std::uint32_t event) {
  const ObjectId waited = kernel::blocking_object(*candidate.operation);
  bool could = candidate.enabled;
  for (std::uint32_t at = last(resource(ResourceKind::kObject, waited)); at != kNone;
       at = links_[at].before) {
    const Link& link = links_[at];
    if (link.event < event) break;
    if (link.event == event || happens_before(event, link.event)) {
      could = run_.grants(*candidate.operation, link.availability);
    }
  }
  return could;
}

}  // namespace heddle::explore
