// One execution: what is decided in each of its steps.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "kernel/operation.h"

namespace heddle::explore {

// One step of an execution: which thread, and what was chosen inside the step.
struct Decision {
  kernel::ThreadId thread = kernel::kNoId;  // kNoId: the start
  std::vector<std::uint32_t> choices;
};
// The start, then one decision a step.
using Path = std::vector<Decision>;

// A path in a few bytes a step, to be kept. Copies share them.
class PackedPath {
 public:
  PackedPath() = default;
  PackedPath(const Path& path) {  // NOLINT(google-explicit-constructor): the same thing
    std::size_t size = 0;
    for (const Decision& each : path) size += 2 + each.choices.size();
    Words words;
    words.reserve(size);
    for (const Decision& each : path) {
      words.push_back(each.thread);
      words.push_back(static_cast<std::uint32_t>(each.choices.size()));
      words.insert(words.end(), each.choices.begin(), each.choices.end());
    }
    words_ = std::make_shared<const Words>(std::move(words));
  }

  Path unpack() const {
    Path path;
    for (std::size_t at = 0; at < words().size();) {
      Decision& each = path.emplace_back();
      each.thread = words()[at];
      const auto begin = words().begin() + static_cast<std::ptrdiff_t>(at) + 2;
      each.choices.assign(begin, begin + words()[at + 1]);
      at += 2 + each.choices.size();
    }
    return path;
  }

  // For each step its thread, how many choices were made in it, and those: for checkpoints.
  const std::vector<std::uint32_t>& words() const {
    static const Words none;
    return words_ == nullptr ? none : *words_;
  }
  // False when the words are not such.
  bool set_words(std::vector<std::uint32_t> words) {
    std::size_t at = 0;
    while (at + 1 < words.size() && words[at + 1] <= words.size() - at - 2) at += 2 + words[at + 1];
    if (at != words.size() || words.empty()) return false;
    words_ = std::make_shared<const Words>(std::move(words));
    return true;
  }

 private:
  using Words = std::vector<std::uint32_t>;

  std::shared_ptr<const Words> words_;
};

}  // namespace heddle::explore
