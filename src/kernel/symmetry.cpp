#include "kernel/symmetry.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "kernel/objects/mutex.h"
#include "kernel/objects/rw_lock.h"

namespace heddle::kernel {

Symmetry::Symmetry(const Execution& execution, std::vector<SymmetricThreads> groups)
    : groups_(std::move(groups)), new_name_(execution.thread_count()) {
  for (ObjectId object = 0; object < execution.object_count(); ++object) {
    if (execution.object(object).kind == ObjectKind::kMutex) mutexes_.push_back(object);
    if (execution.object(object).kind == ObjectKind::kRwLock) rw_locks_.push_back(object);
  }
}

void Symmetry::describe(const Execution& execution, const SymmetricThreads& group, ThreadId thread,
                        Key& key) const {
  key.clear();
  for (const std::uint32_t word : execution.words_of(thread)) key.push_back(execution.word(word));
  const std::uint32_t begin =
      execution.program_word() + group.words_begin + (thread - group.first) * group.words;
  for (std::uint32_t i = 0; i < group.words; ++i) key.push_back(execution.word(begin + i));
  for (const ObjectId object : mutexes_) {
    key.push_back(mutex::held_by(execution, object, thread) ? 1 : 0);
  }
  for (const ObjectId object : rw_locks_) {
    key.push_back(rw_lock::writes(execution, object, thread)  ? 2
                  : rw_lock::reads(execution, object, thread) ? 1
                                                              : 0);
  }
  if (execution.observer() != nullptr && !execution.failed()) {
    execution.observer()->describe(execution, thread, key);
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

void Symmetry::rename_owners(Execution& execution) const {
  const auto rename = [&](Value owner) {
    return owner == 0 ? 0 : mutex::owner_word(new_name_[static_cast<std::size_t>(owner) - 1]);
  };
  for (const ObjectId object : mutexes_) {
    mutex::set_holder(execution, object, rename(mutex::holder(execution, object)));
  }
  for (const ObjectId object : rw_locks_) {
    const std::uint32_t word = execution.object(object).word;
    execution.set_word(word, rename(execution.word(word)));
    if (!rw_lock::has_readers(execution, object)) continue;
    std::vector<ThreadId> readers;
    for (ThreadId thread = 0; thread < execution.thread_count(); ++thread) {
      if (!rw_lock::reads(execution, object, thread)) continue;
      readers.push_back(thread);
      rw_lock::flip_reader(execution, object, thread);
    }
    for (const ThreadId reader : readers)
      rw_lock::flip_reader(execution, object, new_name_[reader]);
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
  rename_owners(execution);
  if (execution.observer() != nullptr && !execution.failed()) {
    execution.observer()->rename(execution, new_name_);
  }
}

}  // namespace heddle::kernel
