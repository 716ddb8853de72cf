// The reports for people, against outputs that were looked at and approved.
#include "report/text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "report/approved.h"
#include "report/building.h"
#include "report/formats.h"
#include "report/glyphs.h"
#include "report/samples.h"
#include "report/text_parts.h"

namespace heddle::test {
namespace {

using report::TextOptions;

TEST(TextReport, ExploreReadsWellAt80Columns) {
  for (const auto& [name, sample] : all_reports())
    expect_approved("explore_" + name + ".txt", text_explore(sample, TextOptions{}));
}

TEST(TextReport, ExploreReadsWellElsewhere) {
  expect_approved("explore_bank_color.txt", text_explore(bank(), TextOptions{80, true, false}));
  expect_approved("explore_bank_narrow.txt", text_explore(bank(), TextOptions{40, false, false}));
  expect_approved("explore_bank_wide.txt", text_explore(bank(), TextOptions{120, false, false}));
}

TEST(TextReport, ReplayShowsWhatEachStepChanged) {
  expect_approved("replay_bank_color.txt",
                  text_replay(bank_replay(), TextOptions{80, true, false}));
  expect_approved("replay_bank_wide.txt",
                  text_replay(bank_replay(), TextOptions{120, false, false}));
  expect_approved("replay_seats.txt", text_replay(seats_replay(), TextOptions{}));
  expect_approved("replay_seats_narrow.txt",
                  text_replay(seats_replay(), TextOptions{40, false, false}));
}

TEST(TextReport, WarningsBeyondFiftyAreCountedAndSumsAreNeverHidden) {
  std::vector<report::Warning> warnings(70, {"/shared/x", "nobody uses it"});
  warnings.push_back({"", "and 430 more variables"});
  report::Page page(80, false);
  print_warnings(page, warnings);
  const std::string text = page.take();
  EXPECT_NE(text.find("and 430 more variables"), std::string::npos) << text;
  EXPECT_NE(text.find("... and 20 warnings more"), std::string::npos) << text;
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 52);
}

// What blocked threads hold and wait for, as `explore` says it.
TEST(TextReport, ReplayEndsADeadlockAsExploreDoes) {
  const report::Report sample = deadlock();
  report::Replay replay;
  replay.report = sample;
  replay.steps = sample.findings[0].witness;
  replay.steps.back().findings = {sample.findings[0].message};
  replay.end = "deadlock";
  const std::string text = text_replay(replay, TextOptions{});
  for (const char* said : {" ! 2 ", "rent holds account[0], waits for account[1], held by refund",
                           "refund holds account[1], waits for account[0], held by rent"})
    EXPECT_NE(text.find(said), std::string::npos) << text;
  EXPECT_EQ(text.find(sample.findings[0].message), std::string::npos) << text;
}

// A finding that is named by its place is said with its line.
TEST(TextReport, ReplaySaysTheLineOfAFault) {
  report::Replay replay = bank_replay();
  replay.report.findings = {
      finding("use-after-free", "/threads/withdraw/3", "uses what was freed", "1", "s-1")};
  replay.report.findings[0].moment = 3;
  const std::string text = text_replay(replay, TextOptions{100, false, false});
  EXPECT_NE(text.find("FAILS use after free at line"), std::string::npos) << text;
}

TEST(TextReport, ShowListsThreadsAndAccesses) {
  expect_approved("show_bank.txt", text_show(bank_overview(), TextOptions{}));
}

TEST(TextReport, QuietSaysTheOneThing) {
  const TextOptions quiet{80, false, true};
  EXPECT_EQ(text_explore(bank(), quiet),
            "FAILS  deposit_withdraw   1 race, 1 failure without a race; all 6 interleavings\n");
  EXPECT_EQ(text_replay(seats_replay(), quiet),
            "1 finding in this interleaving of 6 steps: completed\n");
  const std::string checked = report::format("text").check(checked_files(), "error", quiet);
  EXPECT_EQ(checked.find("ok  "), std::string::npos);
  EXPECT_NE(checked.find("DIFFERS  deposit_withdraw.json"), std::string::npos);
}

// A thread of 10,000 accesses is told by its beginning and its end.
TEST(TextReport, ShowFoldsLongThreads) {
  report::Overview overview = bank_overview();
  overview.interleavings_max.reset();
  overview.threads.resize(1);
  overview.threads[0].accesses_max = 10'000;
  overview.threads[0].accesses.assign(10'000, {"/threads/deposit/0", "read balance"});
  const std::string text = text_show(overview, TextOptions{});
  EXPECT_LT(text.size(), 3000u);
  EXPECT_NE(text.find("... 9,976 more ..."), std::string::npos);
  EXPECT_EQ(text.find("bound"), std::string::npos) << text;  // straight text has one
}

// Of cells that have no room for a column, what the step did to them stands under it.
TEST(TextReport, EveryChangeOfMemoryIsShown) {
  report::Replay replay = bank_replay();
  replay.steps[1].changes.clear();
  for (int i = 0; i < 30; ++i)
    replay.steps[1].changes.push_back(change("cells[" + std::to_string(i) + "]", 0, 1234567 + i));
  const std::string text = text_replay(replay, TextOptions{});
  EXPECT_NE(text.find("1234567"), std::string::npos) << text;
  EXPECT_NE(text.find("more"), std::string::npos) << text;
}

void expect_fits(const std::string& text, std::size_t width) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    EXPECT_LE(report::display_width(line), width) << line;
}

TEST(TextReport, NeverWiderThanThePage) {
  for (std::size_t width = 20; width <= 200; ++width) {
    for (const bool color : {false, true}) {
      const TextOptions options{width, color, false};
      const auto fits = [&](const std::string& text) { expect_fits(without_color(text), width); };
      for (const auto& [name, sample] : all_reports()) fits(text_explore(sample, options));
      fits(text_replay(bank_replay(), options));
      fits(text_replay(seats_replay(), options));
      fits(text_show(bank_overview(), options));
      fits(report::format("text").check(checked_files(), "error", options));
    }
  }
}

// Whatever the width, a file's line is one line (of a name that is too long its beginning).
TEST(TextReport, CheckSaysOneLineAFile) {
  for (std::size_t width = 1; width <= 300; ++width)
    for (report::CheckedFile file : checked_files()) {
      file.file = std::string(150, 'x') + ".json";
      const std::string text = text_check_line(file, TextOptions{width, false, false});
      EXPECT_EQ(text.find('\n'), text.size() - 1);
    }
}

// Colour adds escape sequences and nothing else.
TEST(TextReport, ColourChangesNoText) {
  for (const auto& [name, sample] : all_reports())
    EXPECT_EQ(without_color(text_explore(sample, TextOptions{80, true, false})),
              text_explore(sample, TextOptions{}));
}

// Text of a scenario cannot reach the terminal's controls, nor can the name of its file.
TEST(TextReport, ShowsControlCharactersAsEscapes) {
  const std::string text = text_explore(race_free(), TextOptions{});
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_NE(text.find("\\x1b[31m"), std::string::npos);
  report::Report report = bank();
  report.file = "a\x1b[2J\xe2\x80\xae\xff.json";
  const std::string printed = text_explore(report, TextOptions{});
  EXPECT_NE(printed.find("$'a\\033[2J\\342\\200\\256\\377.json'"), std::string::npos) << printed;
}

// 50 ends of each grade that there is, and how many more.
TEST(TextReport, ManyEndsAreToldByTheFirst) {
  report::Report report = many_ends();
  report.outcomes.resize(60);
  while (report.outcomes.size() < 100'000) report.outcomes.push_back(report.outcomes[3]);
  const std::string text = text_explore(report, TextOptions{});
  EXPECT_NE(text.find("... and 99,950 more (99,950 RACE)"), std::string::npos) << text;
  EXPECT_NE(text.find("ok "), std::string::npos);
}

}  // namespace
}  // namespace heddle::test
