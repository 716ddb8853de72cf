// How well conditions say when findings happen, over the library of scenarios.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "explore/states/stateful.h"
#include "scenario/read.h"
#include "support/texts.h"
#include "vm/compile.h"
#include "vm/machine.h"

namespace heddle::explore {
namespace {

struct Numbers {
  std::size_t findings = 0;  // that do not always happen
  std::size_t exact = 0;
  std::size_t one = 0;    // exactly said by one alternative of at most 3 literals
  std::size_t two = 0;    // by at most two of at most 3
  std::size_t three = 0;  // by at most three of at most 4
};

std::string text_of(const vm::Machine& machine, const kernel::Execution& execution,
                    const AccessPoint& point) {
  const auto& source = machine.scenario().sources[point.source];
  return execution.thread(point.thread).name + " " + source.pointer + " " + point.access + " #" +
         std::to_string(point.occurrence);
}

std::string text_of(const vm::Machine& machine, const kernel::Execution& execution,
                    const OrderedPair& pair) {
  return text_of(machine, execution, pair.before) + "  <  " +
         text_of(machine, execution, pair.after);
}

std::string text_of(const vm::Machine& machine, const kernel::Execution& execution,
                    const Ordering& ordering) {
  std::string result = "  " + text(ordering.count).value_or("?") + " adds " +
                       text(ordering.adds).value_or("?") + " preemptions " +
                       std::to_string(ordering.witness.preemptions);
  for (const auto& list : ordering.exchanged) {
    result += " exchanged";
    for (const auto thread : list) result += " " + execution.thread(thread).name;
  }
  if (ordering.rounds) result += " rounds";
  result += "\n";
  for (const Literal& literal : ordering.literals) {
    if (const auto* pair = std::get_if<OrderedPair>(&literal)) {
      result += "      " + text_of(machine, execution, *pair) + "\n";
    } else {
      const auto& choice = std::get<ChoicePoint>(literal);
      result +=
          "      choice " + std::to_string(choice.thread) + " " +
          (choice.source == kernel::kNoId ? ""
                                          : machine.scenario().sources[choice.source].pointer) +
          " #" + std::to_string(choice.occurrence) + " = " + std::to_string(choice.alternative) +
          "\n";
    }
  }
  return result;
}

void add(const Finding& finding, const Result& result, Numbers& numbers) {
  if (finding.count.kind == Count::kKnown && finding.count.value == result.interleavings.value) {
    return;
  }
  ++numbers.findings;
  const bool exact = finding.covered.kind == finding.count.kind &&
                     finding.covered.value == finding.count.value && !finding.orderings.empty();
  if (!exact) return;
  ++numbers.exact;
  std::size_t longest = 0;
  for (const Ordering& each : finding.orderings) {
    longest = std::max(longest, each.literals.size());
  }
  if (finding.orderings.size() == 1 && longest <= 3) ++numbers.one;
  if (finding.orderings.size() <= 2 && longest <= 3) ++numbers.two;
  if (finding.orderings.size() <= 3 && longest <= 4) ++numbers.three;
}

void measure(const std::string& path, std::uint64_t states_max, Numbers& numbers, bool print) {
  const auto read = scenario::read(test::contents(path));
  ASSERT_TRUE(read) << path;
  const vm::Program program = vm::compile(read.value());
  vm::Machine machine(read.value(), program);
  kernel::Execution execution(machine, machine.mark_count());
  Options options;
  options.limits.states_max = states_max;
  options.orderings = false;
  const auto start = std::chrono::steady_clock::now();
  explore_stateful(execution, machine, options);
  const auto middle = std::chrono::steady_clock::now();
  options.orderings = true;
  const Result result = explore_stateful(execution, machine, options);
  const auto end = std::chrono::steady_clock::now();
  if (!result.complete()) return;
  if (print) {
    const std::chrono::duration<double> taken = (end - middle) - (middle - start);
    std::cout << "==== " << path << " states " << result.states << " of "
              << heddle::explore::text(result.interleavings).value_or("?") << " seconds "
              << taken.count() << "\n";
  }
  for (const Finding& finding : result.findings) {
    if (finding.no_orderings != NoOrderings::kNone && finding.no_orderings != NoOrderings::kTooLong)
      continue;
    const Numbers before = numbers;
    add(finding, result, numbers);
    if (!print) continue;
    const auto& property = machine.properties()[finding.defect.property];
    std::cout << property.kind << " \"" << property.name << finding.defect.name << "\" "
              << heddle::explore::text(finding.count).value_or("?") << " covered "
              << heddle::explore::text(finding.covered).value_or("?") << " alternatives "
              << finding.orderings.size()
              << (before.findings == numbers.findings ? " ALWAYS"
                  : before.exact == numbers.exact     ? " PARTIAL"
                  : before.one != numbers.one         ? " ONE"
                  : before.two != numbers.two         ? " TWO"
                  : before.three != numbers.three     ? " THREE"
                                                      : " LONG")
              << "\n";
    for (const Ordering& each : finding.orderings) std::cout << text_of(machine, execution, each);
    for (const OrderedPair& each : finding.only_when) {
      std::cout << "    only when " << text_of(machine, execution, each) << "\n";
    }
  }
}

// HEDDLE_CONDITIONS: other files to look at, each printed.
TEST(ConditionsOfTheLibrary, AreExactAndShort) {
  std::vector<std::string> paths;
  const char* others = std::getenv("HEDDLE_CONDITIONS");
  if (others != nullptr) {
    std::stringstream list(others);
    for (std::string path; list >> path;) paths.push_back(path);
  } else {
    const auto root = std::filesystem::path(HEDDLE_SOURCE_DIR) / "scenarios";
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
      const std::string name = entry.path().filename().string();
      if (name.ends_with(".json") && !name.ends_with(".schema.json")) paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
  }
  Numbers numbers;
  const bool print = others != nullptr || std::getenv("HEDDLE_PRINT") != nullptr;
  const std::uint64_t states_max = others == nullptr ? 100'000 : 5'000'000;
  for (const std::string& path : paths) measure(path, states_max, numbers, print);
  std::cout << "of " << numbers.findings << " exact " << numbers.exact << ", one " << numbers.one
            << ", two " << numbers.two << ", three " << numbers.three << "\n";
  if (others != nullptr) return;
  EXPECT_GE(numbers.exact * 100, numbers.findings * 98);
  EXPECT_GE(numbers.one * 100, numbers.findings * 80);
  EXPECT_GE(numbers.two * 100, numbers.findings * 91);
  EXPECT_GE(numbers.three * 100, numbers.findings * 97);
}

}  // namespace
}  // namespace heddle::explore
