#include "kernel/symmetry.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "kernel/rules.h"

namespace heddle::kernel {

Symmetry::Symmetry(const Execution& execution, std::vector<SymmetricThreads> groups)
    : groups_(std::move(groups)), new_name_(execution.thread_count()) {
  for (std::size_t kind = 0; kind < kObjectKinds; ++kind) {
    if (object_rules[kind].tie == nullptr) continue;
    for (ObjectId object = 0; object < execution.object_count(); ++object) {
      if (execution.object(object).kind == static_cast<ObjectKind>(kind)) tied_.push_back(object);
    }
  }
}

void Symmetry::describe(const Execution& execution, const SymmetricThreads& group, ThreadId thread,
                        Key& key) const {
  key.clear();
  for (const std::uint32_t word : execution.words_of(thread)) key.push_back(execution.word(word));
  const std::uint32_t begin =
      execution.program_word() + group.words_begin + (thread - group.first) * group.words;
  for (std::uint32_t i = 0; i < group.words; ++i) key.push_back(execution.word(begin + i));
  for (const ObjectId object : tied_) {
    key.push_back(rules(execution.object(object).kind).tie(execution, object, thread));
  }
  if (execution.failed()) return;
  for (const auto& listener : execution.listeners()) {
    if (listener->slot() > 0) key.push_back(-1);  // where what the one before remembers ends
    listener->describe(execution, thread, key);
  }
}

bool Symmetry::sort(const Execution& execution, const SymmetricThreads& group) {
  if (keys_.size() < group.count) keys_.resize(group.count);
  for (std::uint32_t i = 0; i < group.count; ++i) {
    describe(execution, group, group.first + i, keys_[i]);
  }
  const auto end = keys_.begin() + group.count;
  if (std::is_sorted(keys_.begin(), end)) return false;
  order_.resize(group.count);
  std::iota(order_.begin(), order_.end(), group.first);
  std::stable_sort(order_.begin(), order_.end(), [&](ThreadId a, ThreadId b) {
    return keys_[a - group.first] < keys_[b - group.first];
  });
  return true;
}

void Symmetry::move_words(Execution& execution, const SymmetricThreads& group) {
  const std::size_t own = execution.words_of(group.first).size();
  for (std::uint32_t i = 0; i < group.count; ++i) {
    const ThreadId from = order_[i];
    const ThreadId to = group.first + i;
    new_name_[from] = to;
    const Key& key = keys_[from - group.first];
    std::size_t next = 0;
    for (const std::uint32_t word : execution.words_of(to)) execution.set_word(word, key[next++]);
    const std::uint32_t begin = execution.program_word() + group.words_begin + i * group.words;
    for (std::uint32_t w = 0; w < group.words; ++w) execution.set_word(begin + w, key[own + w]);
  }
}

void Symmetry::canonicalize(Execution& execution) {
  bool renamed = false;
  for (const SymmetricThreads& group : groups_) {
    if (!sort(execution, group)) continue;
    if (!std::exchange(renamed, true)) std::iota(new_name_.begin(), new_name_.end(), ThreadId{0});
    move_words(execution, group);
  }
  if (!renamed) return;
  for (const ObjectId object : tied_) {
    rules(execution.object(object).kind).rename(execution, object, new_name_);
  }
  if (execution.failed()) return;
  for (const auto& listener : execution.listeners()) listener->rename(execution, new_name_);
}

}  // namespace heddle::kernel
