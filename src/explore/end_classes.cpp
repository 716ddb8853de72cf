#include "explore/end_classes.h"

#include <algorithm>

#include "base/check.h"
#include "explore/saved.h"

namespace heddle::explore {

namespace {

void append(std::string& key, const void* data, std::size_t bytes) {
  key.append(static_cast<const char*>(data), bytes);
}

void begin_key(std::string& key, kernel::End end, kernel::Fault fault) {
  key.assign(1, static_cast<char>(end));
  key.push_back(static_cast<char>(fault));
}

}  // namespace

EndClasses::EndClasses(kernel::Schedulable& run) : run_(run), shown_(run) {}

std::string key_of(const Outcome& outcome) {
  std::string key;
  begin_key(key, outcome.end, outcome.fault);
  for (const bool flag : outcome.flags) key.push_back(flag ? '1' : '0');
  append(key, outcome.values.data(), outcome.values.size() * sizeof(Value));
  return key;
}

Outcome outcome_of(const kernel::Schedulable& run, kernel::End end) {
  Outcome outcome{.end = end, .fault = run.fault(), .values = {}, .flags = {}};
  run.outcome(outcome.values);
  for (std::uint32_t i = 0; i < run.flag_count(); ++i) outcome.flags.push_back(run.marked(i));
  return outcome;
}

std::uint32_t EndClasses::outcome_index(kernel::End end) {
  values_.clear();
  run_.outcome(values_);
  begin_key(key_, end, run_.fault());
  for (std::uint32_t i = 0; i < run_.flag_count(); ++i) {
    key_.push_back(run_.marked(i) ? '1' : '0');
  }
  append(key_, values_.data(), values_.size() * sizeof(Value));
  const auto [found, added] =
      outcome_by_key_.try_emplace(key_, static_cast<std::uint32_t>(outcomes_.size()));
  if (added) outcomes_.push_back(outcome_of(run_, end));
  return found->second;
}

std::uint32_t EndClasses::classify(kernel::End end) {
  const std::uint32_t outcome = outcome_index(end);
  found_.clear();
  shown_.for_each_mark(
      run_, [this](std::uint32_t property) { found_.push_back({.property = property}); });
  run_.judge(end, found_);
  std::sort(found_.begin(), found_.end());
  return class_index(outcome, found_);
}

std::uint32_t EndClasses::class_index(std::uint32_t outcome,
                                      const std::vector<kernel::Defect>& defects) {
  any_finding_ |= !defects.empty();
  key_.clear();
  append(key_, &outcome, sizeof outcome);
  for (const kernel::Defect& each : defects) {
    append(key_, &each.property, sizeof each.property);
    append(key_, each.name.c_str(), each.name.size() + 1);
  }
  const auto [found, added] =
      class_by_key_.try_emplace(key_, static_cast<std::uint32_t>(classes_.size()));
  if (added) classes_.push_back({outcome, defects});
  return found->second;
}

std::uint32_t EndClasses::add(const Outcome& outcome, const std::vector<kernel::Defect>& defects) {
  const auto [found, added] =
      outcome_by_key_.try_emplace(key_of(outcome), static_cast<std::uint32_t>(outcomes_.size()));
  if (added) outcomes_.push_back(outcome);
  return class_index(found->second, defects);
}

void EndClasses::put(ArchiveWriter& to) const {
  to.put(std::uint64_t{outcomes_.size()});
  for (const Outcome& outcome : outcomes_) explore::put(to, outcome);
  to.put(std::uint64_t{classes_.size()});
  for (const EndClass& each : classes_) {
    to.put(each.outcome);
    explore::put(to, each.defects);
  }
}

void EndClasses::get(ArchiveReader& from) {
  CHECK(classes_.empty());
  outcomes_.resize(from.count(18));  // bytes that each takes at least
  values_.clear();
  run_.outcome(values_);
  for (std::uint32_t i = 0; i < outcomes_.size(); ++i) {
    Outcome& outcome = outcomes_[i];
    explore::get(from, outcome);
    const bool fits =
        outcome.values.size() == values_.size() && outcome.flags.size() == run_.flag_count();
    if (!fits || !outcome_by_key_.try_emplace(key_of(outcome), i).second) {
      ArchiveReader::fail_damaged();
    }
  }
  const std::size_t count = from.count(1);
  for (std::size_t i = 0; i < count; ++i) {
    const auto outcome = from.get<std::uint32_t>();
    explore::get(from, found_);
    const auto known = [&](const kernel::Defect& each) {
      return each.property < run_.properties().size();
    };
    if (outcome >= outcomes_.size() || !std::all_of(found_.begin(), found_.end(), known) ||
        !std::is_sorted(found_.begin(), found_.end()) || class_index(outcome, found_) != i) {
      ArchiveReader::fail_damaged();
    }
  }
}

}  // namespace heddle::explore
