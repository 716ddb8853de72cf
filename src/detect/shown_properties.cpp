#include "detect/shown_properties.h"

#include <algorithm>
#include <array>

namespace heddle::detect {

using kernel::Fault;
using kernel::kNoId;
using kernel::NextAccess;
using kernel::Operation;
using kernel::OperationKind;
using kernel::PendingOperation;

namespace {

// Up to so many operations are compared pair by pair.
constexpr std::size_t kFewOperations = 16;

// Whether the rule holds for any two accesses that are both parts of blocks.
bool holds_among_blocks(kernel::PairRule shows) {
  for (unsigned bits = 0; bits < 16; ++bits) {
    const NextAccess a{.writes = (bits & 1) != 0, .plain = (bits & 2) != 0, .block = true};
    const NextAccess b{.writes = (bits & 4) != 0, .plain = (bits & 8) != 0, .block = true};
    if (shows(a, b)) return true;
  }
  return false;
}

}  // namespace

ShownProperties::ShownProperties(kernel::Schedulable& run) : run_(run) {
  const auto& properties = run.properties();
  for (std::uint32_t i = 0; i < properties.size(); ++i) {
    if (properties[i].mark != kNoId) marks_.push_back({i, properties[i].mark});
    if (properties[i].pair != nullptr) add_pair(properties[i], i);
  }
}

void ShownProperties::add_pair(const kernel::Property& property, std::uint32_t index) {
  auto rule = std::find_if(rules_.begin(), rules_.end(),
                           [&](const Rule& each) { return each.shows == property.pair; });
  if (rule == rules_.end()) {
    rule = rules_.insert(rule, Rule{.shows = property.pair, .properties = {}});
    among_blocks_ = among_blocks_ || holds_among_blocks(property.pair);
  }
  auto& properties = rule->properties;
  if (properties.size() <= property.memory) properties.resize(property.memory + 1, kNoId);
  properties[property.memory] = index;
}

const std::vector<std::uint32_t>& ShownProperties::of_pairs(
    const std::vector<PendingOperation>& enabled) {
  found_.clear();
  if (rules_.empty()) return found_;
  if (!find_in_pairs(enabled) && could_show(enabled)) find_in_touches(enabled);
  if (found_.size() < 2) return found_;
  std::sort(found_.begin(), found_.end());
  found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
  return found_;
}

void ShownProperties::add(const Rule& rule, std::uint32_t cell) {
  const std::uint32_t property = rule.property_of(run_.memory_name(cell));
  if (property != kNoId) found_.push_back(property);
}

// The common case, without anything to allocate; false: it is not that, they touch several cells or
// are too many.
bool ShownProperties::find_in_pairs(const std::vector<PendingOperation>& enabled) {
  std::array<const Operation*, kFewOperations> accesses;
  std::size_t count = 0;
  for (const auto& [thread, operation] : enabled) {
    if (is_memory(operation.kind)) {
      if (operation.fault != Fault::kNone) continue;
      if (count == accesses.size()) return false;
      accesses[count++] = &operation;
    } else if (operation.kind == OperationKind::kDelete || is_block(operation.kind)) {
      return false;
    }
  }
  if (count < 2) return true;
  for (const Rule& rule : rules_) find_pairs(rule, {accesses.data(), count});
  return true;
}

// One pair for each cell is enough.
void ShownProperties::find_pairs(const Rule& rule, std::span<const Operation* const> accesses) {
  std::uint32_t last = kNoId;
  for (std::size_t i = 0; i + 1 < accesses.size(); ++i) {
    const Operation& a = *accesses[i];
    if (a.cell == last) continue;
    const auto shows = [&](const Operation* b) {
      return a.cell == b->cell && rule.shows(access_of(a), access_of(*b));
    };
    const auto rest = accesses.subspan(i + 1);
    if (std::none_of(rest.begin(), rest.end(), shows)) continue;
    last = a.cell;
    add(rule, last);
  }
}

// Whether any two operations touch anything that could matter.
bool ShownProperties::could_show(const std::vector<PendingOperation>& enabled) const {
  int touching = 0;
  bool outside_blocks = false;
  for (const auto& pending : enabled) {
    const Operation& operation = pending.operation;
    const bool block = is_block(operation.kind);
    if (!block && operation.kind != OperationKind::kDelete && !is_memory(operation.kind)) continue;
    ++touching;
    outside_blocks |= !block;
  }
  return touching > 1 && (outside_blocks || among_blocks_);
}

// Blocks and deletes touch several cells: all touches, sorted by cell.
void ShownProperties::find_in_touches(const std::vector<PendingOperation>& enabled) {
  touches_.clear();
  for (const auto& [thread, operation] : enabled) {
    of_one_.clear();
    run_.predict_memory(thread, operation, of_one_);
    for (const auto& [cell, access] : of_one_) touches_.push_back({cell, thread, access});
  }
  std::stable_sort(touches_.begin(), touches_.end(),
                   [](const Touch& a, const Touch& b) { return a.cell < b.cell; });
  for (const Rule& rule : rules_) {
    for (std::size_t i = 0; i < touches_.size(); ++i) {
      const Touch& a = touches_[i];
      for (std::size_t k = i + 1; k < touches_.size() && touches_[k].cell == a.cell; ++k) {
        const Touch& b = touches_[k];
        if (a.thread == b.thread || !rule.shows(a.access, b.access)) continue;
        add(rule, a.cell);
        break;
      }
    }
  }
}

}  // namespace heddle::detect
