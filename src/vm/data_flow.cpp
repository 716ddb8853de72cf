#include "vm/data_flow.h"

#include <algorithm>

namespace heddle::vm {

namespace {

bool jumps_always(Code code) { return code == Code::kJump; }
bool may_jump(Code code) {
  return code == Code::kJump || code == Code::kJumpIfZero || code == Code::kJumpIfNotZero;
}

}  // namespace

BitRows flow_backward(const std::vector<Instruction>& code, std::size_t width,
                      const std::function<void(std::size_t, BitRows&, std::size_t)>& transfer) {
  const std::size_t count = code.size();
  BitRows rows(count + 1, width);  // the last row is scratch
  bool changed = true;
  while (changed) {
    changed = false;
    for (std::size_t i = count; i-- > 0;) {
      std::uint64_t* scratch = rows.row(count);
      std::fill_n(scratch, rows.words(), 0);
      const auto join = [&](std::size_t successor) {
        for (std::size_t w = 0; w < rows.words(); ++w) scratch[w] |= rows.row(successor)[w];
      };
      if (may_jump(code[i].code)) join(code[i].target);
      if (!jumps_always(code[i].code) && code[i].code != Code::kEnd && i + 1 < count) join(i + 1);
      transfer(i, rows, count);
      if (!std::equal(scratch, scratch + rows.words(), rows.row(i))) {
        std::copy_n(scratch, rows.words(), rows.row(i));
        changed = true;
      }
    }
  }
  return rows;
}

}  // namespace heddle::vm
