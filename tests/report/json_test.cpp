#include "report/json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "report/approved.h"
#include "report/samples.h"

namespace heddle::test {
namespace {

using nlohmann::json;

TEST(JsonReport, HoldsEveryKeyInItsPlace) {
  expect_approved("explore_bank.json", report::json_explore(bank()));
  expect_approved("explore_stopped.json", report::json_explore(stopped()));
  expect_approved("explore_spinning.json", report::json_explore(spinning()));
  expect_approved("replay_bank.json", report::json_replay(bank_replay()));
}

TEST(JsonReport, CheckListsReportsAndMistakes) {
  report::CheckedFile good{"good.json", bank(), {}};
  good.report->expectation = report::Expectation{{"overdraft"}, {"deadlock"}, {}, "6", "", false};
  const report::CheckedFile bad{"bad.json", {}, {{3, 7, "/threads", "no \"threads\""}}};
  const json parsed = json::parse(report::json_check({good, bad}, "error"));
  EXPECT_EQ(parsed["verdict"], "error");
  EXPECT_EQ(parsed["files"][0]["as_expected"], false);
  EXPECT_EQ(parsed["files"][0]["expected"], json::array({"overdraft"}));
  EXPECT_EQ(parsed["files"][0]["exploration"]["interleavings"], "6");
  EXPECT_EQ(parsed["files"][1]["errors"][0]["line"], 3);
}

// Values beyond 2^53 are exact, pointers are null or their number, arrays are arrays.
TEST(JsonReport, KeepsValuesExact) {
  report::Report report = bank();
  report.outcomes[0].values = {{"big", false, {{INT64_MIN, false}}},
                               {"head", false, {{0, true}}},
                               {"slots", true, {{0, true}, {3, true}}}};
  const json parsed = json::parse(report::json_explore(report));
  const json& values = parsed["outcomes"][0]["values"];
  EXPECT_EQ(values["big"].get<std::int64_t>(), INT64_MIN);
  EXPECT_TRUE(values["head"].is_null());
  EXPECT_EQ(values["slots"], json::parse("[null, 3]"));
}

// A file name may be any bytes; the report is UTF-8 all the same.
TEST(JsonReport, IsUtf8WhateverTheFileIsCalled) {
  report::Report report = bank();
  report.file = "caf\xe9.json";
  const json parsed = json::parse(report::json_explore(report));
  EXPECT_EQ(parsed["scenario"]["file"], "caf\xef\xbf\xbd.json");
}

}  // namespace
}  // namespace heddle::test
