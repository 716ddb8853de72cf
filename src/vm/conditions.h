// Which memory the conditions of a program read together: each `always`, and each await that reads
// more than one cell. Writes to two cells of one condition are ordered: who comes first decides
// whether the condition holds in between.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "vm/program.h"

namespace heddle::vm {

class Conditions {
 public:
  // `invariant_count`: the first so many of Program::conditions are invariants.
  Conditions(const Program& program, std::size_t invariant_count);

  std::uint32_t count() const { return count_; }
  // By memory name, increasing.
  std::span<const std::uint32_t> reading(std::uint32_t name) const { return by_name_[name]; }
  std::span<const std::uint32_t> on_heap() const { return on_heap_; }
  // The condition of the await at this instruction of a thread's body; kNoIndex: at most one cell.
  std::uint32_t of_await(std::uint32_t body, std::uint32_t pc) const;

 private:
  // The loads of code[begin..end).
  struct Reads {
    std::vector<std::uint32_t> names;
    std::size_t loads = 0;
    bool heap = false;
    bool one_cell() const { return loads <= 1 && !heap; }
  };
  static Reads reads(const Body& body, std::size_t begin, std::size_t end);
  std::uint32_t add(const Reads& reads);

  std::uint32_t count_ = 0;
  std::vector<std::vector<std::uint32_t>> by_name_;
  std::vector<std::uint32_t> on_heap_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> awaits_;  // body, pc
};

}  // namespace heddle::vm
