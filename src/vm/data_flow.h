// Backward data flow over the instructions of a body: what holds of everything that may follow.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "vm/program.h"

namespace heddle::vm {

// Beyond so many bits (2 MiB, but what is made of them may take a word for each) a body is too
// large to be analysed.
inline constexpr std::size_t kBitsMax = std::size_t{1} << 24;

// Sets of `width` bits, one for each instruction.
class BitRows {
 public:
  BitRows(std::size_t rows, std::size_t width)
      : words_((width + 63) / 64), bits_(rows * words_, 0) {}
  bool get(std::size_t row, std::size_t bit) const {
    return (bits_[row * words_ + bit / 64] >> (bit % 64) & 1) != 0;
  }
  void set(std::size_t row, std::size_t bit) {
    bits_[row * words_ + bit / 64] |= std::uint64_t{1} << (bit % 64);
  }
  void reset(std::size_t row, std::size_t bit) {
    bits_[row * words_ + bit / 64] &= ~(std::uint64_t{1} << (bit % 64));
  }
  std::uint64_t* row(std::size_t row) { return bits_.data() + row * words_; }
  std::size_t words() const { return words_; }

 private:
  std::size_t words_;
  std::vector<std::uint64_t> bits_;
};

// in(i) = transfer(i, union of in over the successors of i), to a fixpoint. `transfer` changes the
// row that holds the union in place.
BitRows flow_backward(const std::vector<Instruction>& code, std::size_t width,
                      const std::function<void(std::size_t, BitRows&, std::size_t)>& transfer);

}  // namespace heddle::vm
