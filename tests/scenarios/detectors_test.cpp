// Each detector alone, on all scenarios of the library.
#include <gtest/gtest.h>

#include <algorithm>

#include "detect/detector.h"
#include "explore/states/stateful.h"
#include "scenarios/library.h"
#include "vm/compile.h"
#include "vm/machine.h"

namespace heddle::scenarios {
namespace {

TEST(DetectorsOnTheLibrary, AreSilentWhereTheyAreNotExpected) {
  for (const auto& entry : library()) {
    const vm::Program program = vm::compile(entry.scenario);
    for (const detect::Detector& detector : detect::detectors()) {
      const auto is_its = [&](const auto& each) { return each.kind == detector.kind; };
      vm::Machine machine(entry.scenario, program, {&detector, 1});
      kernel::Execution execution(machine, machine.mark_count());
      explore::Options options;
      options.counts = false;
      options.limits.states_max = 20'000;
      const auto result = explore::explore_stateful(execution, machine, options);
      const bool found =
          std::any_of(result.findings.begin(), result.findings.end(), [&](const auto& finding) {
            return is_its(machine.properties()[finding.defect.property]);
          });
      const auto& expected = entry.scenario.expect.findings;
      const bool asked = std::any_of(expected.begin(), expected.end(), is_its);
      if (found || result.complete()) {
        EXPECT_EQ(found, asked) << entry.path << detector.kind;
      }
    }
  }
}

}  // namespace
}  // namespace heddle::scenarios
