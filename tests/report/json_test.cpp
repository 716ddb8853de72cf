#include "report/json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "report/samples.h"

namespace heddle::test {
namespace {

using nlohmann::json;

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

// Nothing in it moves a cursor or turns the direction of text, and it reads back as it was.
TEST(JsonReport, EscapesWhatATerminalObeys) {
  report::Report report = bank();
  report.file = "a\x1b[2J\n\x7f\xc2\x9b\xe2\x80\xae\xf3\xa0\x80\xa1\"\\.json";
  const std::string text = report::json_explore(report);
  EXPECT_NE(text.find("a\\u001b[2J\\n\\u007f\\u009b\\u202e\\udb40\\udc21\\\"\\\\.json"),
            std::string::npos);
  EXPECT_EQ(json::parse(text)["scenario"]["file"], report.file);
}

// Every sample is JSON, and in pieces it is the same as in one.
TEST(JsonReport, IsWrittenAsItIsMade) {
  report::Report large = many_ends();
  while (large.outcomes.size() < 20'000) large.outcomes.push_back(large.outcomes[7]);
  std::size_t pieces = 0;
  std::size_t longest = 0;
  std::string whole;
  report::json_explore(large, [&](std::string_view piece) {
    ++pieces;
    longest = std::max(longest, piece.size());
    whole += piece;
  });
  EXPECT_EQ(whole, report::json_explore(large));
  EXPECT_GT(pieces, 20u);
  EXPECT_LT(longest, std::size_t{128} << 10);
  EXPECT_EQ(json::parse(whole)["outcomes"].size(), 20'000u);
  for (const auto& [name, sample] : all_reports())
    EXPECT_TRUE(json::accept(report::json_explore(sample))) << name;
}

// What version 2 adds, where it is there and where it is not.
TEST(JsonReport, SaysWhatVersionTwoAdds) {
  report::Report report = bank();
  report::Ordering& one = report.findings[3].orderings[0];
  one.exchanged = {{"deposit", "withdraw"}};
  one.rounds = true;
  one.pairs[0].after.last = true;
  one.pairs.push_back({{}, {}, report::ChoicePoint{"deposit", "/threads/deposit/0", 1, 2}});
  const json parsed = json::parse(report::json_explore(report));
  EXPECT_EQ(parsed["tool"], json::parse(R"({"name": "heddle", "version": "0.2.0", "report": 2})"));
  const json& lost = parsed["findings"][3];
  EXPECT_EQ(lost["same_as"], 2);
  EXPECT_EQ(lost["within"], json::parse("[0, 1]"));
  EXPECT_EQ(lost["serial"], false);
  EXPECT_EQ(lost["orderings"][0]["exchanged"], json::parse(R"([["deposit", "withdraw"]])"));
  EXPECT_EQ(lost["orderings"][0]["rounds"], true);
  EXPECT_EQ(lost["orderings"][0]["pairs"][0]["after"]["occurrence"], "last");
  EXPECT_EQ(lost["orderings"][0]["pairs"][2]["choice"]["alternative"], 2);
  EXPECT_EQ(lost["witness"][0]["statement"], "let seen = balance");
  EXPECT_EQ(lost["witness"][0]["locals"]["fee"], 10);
  EXPECT_TRUE(lost["witness"][0]["switch"].is_null());
  EXPECT_EQ(lost["witness"][1]["switch"], "preemption");
  EXPECT_EQ(lost["witness"][3]["stale"][0]["since"], 2);
  EXPECT_FALSE(lost["witness"][2].contains("stale"));
  const json& race = parsed["findings"][4];
  EXPECT_TRUE(race["within"].is_null());
  EXPECT_TRUE(race["condition"].is_null());
  EXPECT_EQ(parsed["outcomes"][1]["serial_order"], json::parse(R"(["withdraw", "deposit"])"));
  EXPECT_EQ(parsed["outcomes"][0]["findings"][1],
            json::parse(R"({"index": 1, "interleavings": "2"})"));
}

// One decision is an object, several are an array; a step of the start has no place.
TEST(JsonReport, ShowsChoices) {
  const json parsed = json::parse(report::json_explore(spinning()));
  const json& step = parsed["findings"][1]["second_witness"][0];
  EXPECT_EQ(step["choice"],
            json::parse(R"([{"local": "picked", "value": 1}, {"thread": "polite"}])"));
  const json other = json::parse(report::json_explore(chosen()));
  const json& start = other["findings"][0]["witness"][0];
  EXPECT_EQ(start["choice"], json::parse(R"({"local": "paid", "value": 0})"));
  EXPECT_TRUE(start["line"].is_null());
  EXPECT_TRUE(start["statement"].is_null());
}

}  // namespace
}  // namespace heddle::test
