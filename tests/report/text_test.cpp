// The reports for people, against outputs that were looked at and approved.
#include "report/text.h"

#include <gtest/gtest.h>

#include <sstream>

#include "report/approved.h"
#include "report/formats.h"
#include "report/glyphs.h"
#include "report/samples.h"

namespace heddle::test {
namespace {

using report::TextOptions;

TEST(TextReport, ExploreReadsWellAt80Columns) {
  expect_approved("explore_bank.txt", text_explore(bank(), TextOptions{}));
  expect_approved("explore_stopped.txt", text_explore(stopped(), TextOptions{}));
  expect_approved("explore_race_free.txt", text_explore(race_free(), TextOptions{}));
  expect_approved("explore_spinning.txt", text_explore(spinning(), TextOptions{}));
}

TEST(TextReport, ExploreInColour) {
  expect_approved("explore_bank_color.txt", text_explore(bank(), TextOptions{80, true, false}));
}

TEST(TextReport, ReplayShowsTheStateAfterEachStep) {
  expect_approved("replay_bank.txt", text_replay(bank_replay(), TextOptions{}));
  expect_approved("replay_bank_color.txt",
                  text_replay(bank_replay(), TextOptions{80, true, false}));
  expect_approved("replay_bank_wide.txt",
                  text_replay(bank_replay(), TextOptions{120, false, false}));
}

TEST(TextReport, ShowListsThreadsAndAccesses) {
  expect_approved("show_bank.txt", text_show(bank_overview(), TextOptions{}));
}

// One line a file, then what differs and the line that would match, then the summary.
TEST(TextReport, CheckSaysWhatDiffers) {
  report::CheckedFile good{"a/good.json", bank(), {}};
  good.report->expectation = report::Expectation{{}, {}, {}, {}, "", true};
  report::CheckedFile other{"scenarios/bank/deposit_withdraw.json", bank(), {}};
  other.report->expectation =
      report::Expectation{{"deadlock"}, {"overdraft", "final"},        {"deadlock"},
                          "7",          "\"expect\": [\"overdraft\"]", false};
  report::CheckedFile unsure{"b/unsure.json", stopped(), {}};
  unsure.report->findings.clear();
  unsure.report->expectation = report::Expectation{{}, {}, {}, {}, "", false, false};
  const report::CheckedFile wrong{"c/wrong.json", {}, {{3, 7, "/threads", "no \"threads\""}}};
  expect_approved("check.txt", report::format("text").check({good, other, unsure, wrong}, "error",
                                                            TextOptions{}));
}

TEST(TextReport, OfLongArraysOnlyTheCellsThatChange) {
  report::Replay replay = bank_replay();
  const report::NamedValue cells{"cells", true, std::vector<report::Cell>(150)};
  replay.initial = {cells};
  for (report::Step& step : replay.steps) step.state = {cells};
  for (std::size_t i = 2; i < 4; ++i) replay.steps[i].state[0].cells[77].value = 5;
  const std::string text = text_replay(replay, TextOptions{});
  EXPECT_NE(text.find("  cells[77] = 5\n"), std::string::npos) << text;
  EXPECT_NE(text.find("... 50 more]"), std::string::npos) << text;
}

TEST(TextReport, QuietIsTheVerdictAlone) {
  EXPECT_EQ(text_explore(bank(), TextOptions{80, false, true}),
            "racy: 4 findings; all 6 interleavings explored (14 states).\n");
}

// A replay is never abridged: each of its 60 steps has its line.
TEST(TextReport, ReplayLeavesNothingOut) {
  report::Replay replay;
  replay.report = spinning();
  replay.steps = replay.report.findings[0].witness;
  const std::string text = text_replay(replay, TextOptions{});
  EXPECT_EQ(text.find("left out"), std::string::npos);
  for (int i = 0; i < 60; ++i)
    EXPECT_NE(text.find("turn: " + std::to_string(i) + " -> "), std::string::npos) << i;
}

// In plain text every line fits the page; colours do not count.
void expect_fits(const std::string& text, std::size_t width) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    EXPECT_LE(report::display_width(line), width) << line;
}

TEST(TextReport, NeverWiderThanThePage) {
  for (const std::size_t width : {20u, 30u, 40u, 60u, 80u, 100u, 132u, 200u}) {
    const TextOptions options{width, false, false};
    for (const auto& sample : {bank(), stopped(), race_free(), spinning()})
      expect_fits(text_explore(sample, options), width);
    expect_fits(text_replay(bank_replay(), options), width);
    expect_fits(text_show(bank_overview(), options), width);
  }
}

// Colour adds escape sequences and nothing else.
TEST(TextReport, ColourChangesNoText) {
  const std::string colored = text_explore(bank(), TextOptions{80, true, false});
  std::string plain;
  for (std::size_t i = 0; i < colored.size(); ++i) {
    if (colored[i] == '\x1b')
      i = colored.find('m', i);
    else
      plain += colored[i];
  }
  EXPECT_EQ(plain, text_explore(bank(), TextOptions{}));
}

// Text of a scenario cannot reach the terminal's controls.
TEST(TextReport, ShowsControlCharactersAsEscapes) {
  const std::string text = text_explore(race_free(), TextOptions{});
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_NE(text.find("\\u001b[31m"), std::string::npos);
}

}  // namespace
}  // namespace heddle::test
