// Every format, against outputs that were looked at and approved.
#include "report/formats.h"

#include <gtest/gtest.h>

#include <ostream>

#include "report/approved.h"
#include "report/samples.h"

namespace heddle::report {

// How GoogleTest names it.
static void PrintTo(const Format& format, std::ostream* out) { *out << format.name; }  // NOLINT

}  // namespace heddle::report

namespace heddle::test {
namespace {

using report::Format;

class EveryFormat : public testing::TestWithParam<Format> {};

// "explore_bank.json".
std::string file(const std::string& name, const Format& format) {
  return name + "." + (format.option.empty() ? "txt" : std::string(format.name));
}

TEST_P(EveryFormat, TellsASearch) {
  const Format& format = GetParam();
  if (format.write_explore == nullptr) GTEST_SKIP();
  expect_approved(file("explore_bank", format), format.explore(bank(), {}));
  expect_approved(file("explore_stopped", format), format.explore(stopped(), {}));
  expect_approved(file("explore_spinning", format), format.explore(spinning(), {}));
  expect_approved(file("explore_deadlock", format), format.explore(deadlock(), {}));
}

TEST_P(EveryFormat, TellsAReplay) {
  if (GetParam().write_replay == nullptr) GTEST_SKIP();
  expect_approved(file("replay_bank", GetParam()), GetParam().replay(bank_replay(), {}));
}

TEST_P(EveryFormat, TellsACheck) {
  if (GetParam().write_check == nullptr) GTEST_SKIP();
  expect_approved(file("check", GetParam()), GetParam().check(checked_files(), "error", {}));
}

TEST_P(EveryFormat, TellsAComparison) {
  if (GetParam().write_compare == nullptr) GTEST_SKIP();
  expect_approved(file("diff_bank", GetParam()),
                  GetParam().compare(report::compare(bank(), bank_locked()), {}));
}

// No other file than a report is overwritten.
TEST_P(EveryFormat, IsKnownByItsBeginning) {
  const Format& format = GetParam();
  if (format.option.empty() || !format.write_explore || !format.write_compare) GTEST_SKIP();
  EXPECT_FALSE(format.begins.empty());
  for (const std::string& written :
       {format.explore(bank(), {}), format.compare(report::compare(bank(), bank_locked()), {})}) {
    std::string text;
    for (const char c : written)
      if (c != ' ' && c != '\n') text += c;
    EXPECT_TRUE(text.starts_with(format.begins)) << text.substr(0, format.begins.size());
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, EveryFormat, testing::ValuesIn(report::formats()),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace heddle::test
