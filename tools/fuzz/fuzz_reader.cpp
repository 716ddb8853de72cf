// Throws bytes at the reader: whatever they are, it answers with a scenario or with mistakes that
// have a place, and a scenario means the same when it is read again.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "scenario/read.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto first = heddle::scenario::read(text);
  if (first) {
    const auto again = heddle::scenario::read(text);
    CHECK(again);
    CHECK(again.value().meaning == first.value().meaning);
    return 0;
  }
  CHECK(!first.error().empty());
  std::uint32_t line = 1;
  for (const auto& problem : first.error()) {
    CHECK(problem.line >= line && problem.column >= 1 && problem.length >= 1);
    CHECK(!problem.message.empty());
    line = problem.line;
    CHECK(!heddle::scenario::render(problem, "fuzz.json", text).empty());
  }
  return 0;
}
