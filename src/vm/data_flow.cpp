#include "vm/data_flow.h"

#include <algorithm>
#include <span>

namespace heddle::vm {

namespace {

bool jumps_always(Code code) { return code == Code::kJump; }
bool may_jump(Code code) {
  return code == Code::kJump || code == Code::kJumpIfZero || code == Code::kJumpIfNotZero;
}

// The instructions that jump to each instruction.
class Jumps {
 public:
  explicit Jumps(const std::vector<Instruction>& code) : begin_(code.size() + 1, 0) {
    for (const Instruction& each : code) {
      if (may_jump(each.code)) ++begin_[each.target];
    }
    for (std::size_t i = 1; i < begin_.size(); ++i) begin_[i] += begin_[i - 1];
    from_.resize(begin_.back());
    for (std::size_t i = code.size(); i-- > 0;) {
      if (may_jump(code[i].code)) from_[--begin_[code[i].target]] = i;
    }
  }
  std::span<const std::size_t> to(std::size_t target) const {
    return std::span(from_).subspan(begin_[target], begin_[target + 1] - begin_[target]);
  }

 private:
  std::vector<std::size_t> begin_;  // in `from_`, of each target
  std::vector<std::size_t> from_;
};

}  // namespace

BitRows flow_backward(const std::vector<Instruction>& code, std::size_t width,
                      const std::function<void(std::size_t, BitRows&, std::size_t)>& transfer) {
  const std::size_t count = code.size();
  BitRows rows(count + 1, width);  // the last row is scratch
  const Jumps jumps(code);
  std::vector<bool> due(count, true);
  // From the end to the start; a row that changes makes what comes directly before it due, and the
  // walk goes back to the last of these.
  for (std::size_t i = count; i-- > 0;) {
    if (!due[i]) continue;
    due[i] = false;
    std::uint64_t* scratch = rows.row(count);
    std::fill_n(scratch, rows.words(), 0);
    const auto join = [&](std::size_t successor) {
      for (std::size_t w = 0; w < rows.words(); ++w) scratch[w] |= rows.row(successor)[w];
    };
    if (may_jump(code[i].code)) join(code[i].target);
    if (!jumps_always(code[i].code) && code[i].code != Code::kEnd && i + 1 < count) join(i + 1);
    transfer(i, rows, count);
    if (std::equal(scratch, scratch + rows.words(), rows.row(i))) continue;
    std::copy_n(scratch, rows.words(), rows.row(i));
    if (i > 0) due[i - 1] = true;
    std::size_t last = i;
    for (const std::size_t from : jumps.to(i)) {
      due[from] = true;
      last = std::max(last, from + 1);
    }
    i = last;
  }
  return rows;
}

}  // namespace heddle::vm
