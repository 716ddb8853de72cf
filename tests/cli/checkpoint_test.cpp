// Checkpoints: a search that was stopped, or killed, and resumed reports what an undisturbed one
// does; and what is no checkpoint of this search is refused.
#include <gtest/gtest.h>

#include <random>
#include <regex>
#include <string>
#include <vector>

#include "explore/strategies.h"
#include "support/program.h"
#include "support/sanitized.h"

namespace heddle::test {
namespace {

// The JSON report but for the time it took.
std::string report(const Folder& folder, const std::string& arguments) {
  const Output run = folder.heddle("explore --json - " + arguments);
  EXPECT_LE(run.code, 3) << arguments << "\n" << run.err;
  EXPECT_NE(run.code, 2) << arguments << "\n" << run.err;
  return std::regex_replace(run.out, std::regex("\"seconds\": [-+.e0-9]+"), "\"seconds\": 0");
}

// A strategy, and limits at which it is stopped on its way through a small scenario.
struct Limited {
  std::string strategy;
  std::vector<std::string> limits;
};

std::vector<std::string> limits_of(const explore::Strategy& row) {
  if (row.graph && row.random) return {"--max-states 1", "--max-states 17", "--max-runs 600"};
  if (row.graph) return {"--max-states 1", "--max-states 17", "--max-states 300"};
  if (row.random) return {"--max-runs 1", "--max-runs 600", "--max-runs 2750", "--max-states 9000"};
  return {"--max-states 1", "--max-states 40", "--max-states 300",
          "--max-runs 1",   "--max-runs 4",    "--max-runs 9"};
}

const std::vector<Limited>& cases() {
  static const std::vector<Limited> all = [] {
    std::vector<Limited> made = {{"auto", {"--max-states 1", "--max-states 17"}}};
    for (const explore::Strategy& row : explore::strategies()) {
      if (!row.checkpoints) continue;
      made.push_back({std::string(row.name), limits_of(row)});
      if (row.may_not_count)
        made.push_back({std::string(row.name) + " --no-counts", limits_of(row)});
    }
    return made;
  }();
  return all;
}

TEST(Checkpoint, StoppedAndResumedReportsTheSame) {
  const Folder folder;
  std::vector<const char*> names = {"bank/transfer_naive.json", "mutual_exclusion/spin_lock.json",
                                    "mutual_exclusion/bakery_without_choosing.json",
                                    "conditions/lost_wakeup.json", "channels/shared_reply.json"};
  names.resize(test::sanitized<std::size_t>(names.size(), 1));
  for (const char* name : names) {
    // Who decides by priorities may let a thread spin as long as a run may be.
    const std::string steps = std::string(name).ends_with("lock.json") ? " --max-steps 100" : "";
    for (const Limited& each : cases()) {
      const std::string search = library(name) + steps + " --strategy " + each.strategy;
      const std::string undisturbed = report(folder, search);
      for (const std::string& limit : each.limits) {
        const std::string stopped = report(folder, search + " " + limit + " --checkpoint saved");
        EXPECT_EQ(report(folder, search + " " + limit + " --resume saved"), stopped) << search;
        EXPECT_EQ(report(folder, search + " --resume saved --checkpoint saved"), undisturbed)
            << search << " " << limit;
        EXPECT_EQ(report(folder, search + " --resume saved"), undisturbed) << search << ", whole";
      }
    }
  }
}

TEST(Checkpoint, RandomRunsGoOnWithALowerLimit) {
  const Folder folder;
  const std::string search = library("bank/transfer_naive.json") + " --strategy random ";
  report(folder, search + "--max-runs 2750 --jobs 2 --checkpoint saved");
  for (const std::string limit : {"--max-runs 1", "--max-runs 250", "--max-runs 2600",
                                  "--max-states 17", "--max-states 3000"}) {
    EXPECT_EQ(report(folder, search + limit + " --resume saved"), report(folder, search + limit))
        << limit;
  }
}

TEST(Checkpoint, StoppedAtTheFirstFindingStaysThere) {
  const Folder folder;
  for (const Limited& each : cases()) {
    const std::string search =
        library("bank/transfer_naive.json") + " --first --strategy " + each.strategy;
    const std::string undisturbed = report(folder, search + " --checkpoint saved");
    EXPECT_EQ(report(folder, search + " --resume saved"), undisturbed) << each.strategy;
  }
}

TEST(Checkpoint, ThreadsMayBeMoreOrFewerWhenResumed) {
  const Folder folder;
  const std::string search = library("bank/transfer_naive.json") + " --strategy pos";
  const std::string undisturbed = report(folder, search);
  report(folder, search + " --max-runs 3000 --jobs 2 --progress --checkpoint saved");
  EXPECT_EQ(report(folder, search + " --resume saved"), undisturbed);
  EXPECT_EQ(report(folder, search + " --jobs 3 --progress --resume saved"), undisturbed);
}

// Kills the search again and again at random moments, resumes, and in the end lets it finish.
void kill_and_resume(const Folder& folder, const std::string& search, std::minstd_rand& random) {
  const std::string undisturbed = report(folder, search);
  const std::string line = "HEDDLE_CHECKPOINT_SECONDS=0.003 timeout -s ";
  unsigned long milliseconds = 90;  // at most; more where it takes longer until something is saved
  for (int round = 0; round < 8 || (round < 40 && !folder.has("saved")); ++round) {
    if (round % 4 == 3 && !folder.has("saved")) milliseconds *= 2;
    const std::string seconds =
        std::to_string(static_cast<double>(20 + random() % milliseconds) / 1'000);
    const std::string resume = folder.has("saved") ? " --resume saved" : "";
    folder.shell(line + (round % 4 == 3 ? "INT " : "KILL ") + seconds + " $HEDDLE explore " +
                 search + " --checkpoint saved" + resume);
  }
  ASSERT_TRUE(folder.has("saved")) << search;
  EXPECT_EQ(report(folder, search + " --resume saved"), undisturbed) << search;
}

// A graph of states that takes some time.
const char* const kManyStates = R"({
  "name": "many_states",
  "shared": { "x": 0, "y": 0, "z": 0 },
  "threads": {
    "a": ["x += 1", "y += 1", "z += 1", "x += 2", "y += 2"],
    "b": ["y += 1", "z += 1", "x += 1", "y += 2", "z += 2"],
    "c": ["z += 1", "x += 1", "y += 1", "z += 2", "x += 2"]
  },
  "check": { "finally": { "all": "x == 5" } },
  "expect": []
})";

TEST(Checkpoint, KilledAtAnyMomentAndResumedReportsTheSame) {
  std::minstd_rand random(1);
  const std::string philosophers = library("mutual_exclusion/philosophers_waiter.json");
  const std::string transfer = library("bank/transfer_naive.json");
  for (const Limited& each : cases()) {
    const explore::Strategy* const row =
        explore::find_strategy(each.strategy.substr(0, each.strategy.find(' ')));
    const Folder folder;
    folder.write("many.json", kManyStates);
    const bool graph = row == nullptr || row->graph;
    std::string search = graph ? "many.json" : row->random ? transfer : philosophers;
    search += " --no-orderings --strategy " + each.strategy;
    if (row != nullptr && row->random)
      search += graph ? " --max-runs 500" : " --max-runs 100000 --jobs 2";
    if (row != nullptr && row->takes(explore::kPreemptions)) search += " --preemptions 5";
    kill_and_resume(folder, search, random);
  }
}

// Many threads leave gaps in what is saved; one thread fills them.
TEST(Checkpoint, RandomRunsThatWereMadeOutOfOrderAreMadeOnce) {
  const Folder folder;
  const std::string search = library("mutual_exclusion/philosophers_waiter.json") +
                             " --strategy random --max-runs 30000 --max-steps 1000";
  const std::string undisturbed = report(folder, search);
  for (int milliseconds = 40; milliseconds < 250; milliseconds += 50) {
    folder.shell("timeout -s INT " + std::to_string(milliseconds / 1'000.0) + " $HEDDLE explore " +
                 search + " --jobs 16 --checkpoint saved");
    if (!folder.has("saved")) continue;
    EXPECT_EQ(report(folder, search + " --resume saved"), undisturbed) << milliseconds;
  }
}

TEST(Checkpoint, OfAnotherSearchIsRefusedAndSaysWhatDiffers) {
  const Folder folder;
  folder.write("a.json", bank_json());
  folder.heddle("explore a.json --strategy random --checkpoint saved");
  const auto refusal = [&](const std::string& arguments) {
    const Output run = folder.heddle("explore " + arguments + " --resume saved");
    EXPECT_EQ(run.code, 2) << arguments;
    EXPECT_EQ(run.out, "");
    return run.err;
  };
  const std::string begin = "heddle: error: cannot resume from saved: it is of another search: ";
  EXPECT_EQ(refusal("a.json --strategy pos"), begin + "--strategy was random and is pos\n");
  EXPECT_EQ(refusal("a.json --strategy random --seed 2"), begin + "--seed was 1 and is 2\n");
  EXPECT_EQ(refusal("a.json --strategy random --set penalty=11"),
            begin + "penalty was 10 and is 11\n");
  EXPECT_EQ(refusal(library("bank/transfer_naive.json") + " --strategy random"),
            begin + "the scenario was deposit_withdraw and is transfer_naive\n");
  std::string edited = bank_json();
  edited.replace(edited.find("seen + deposited"), 4, "1000");
  folder.write("a.json", edited);
  EXPECT_EQ(
      refusal("a.json --strategy random"),
      "heddle: error: cannot resume from saved: the text of the scenario has changed since\n");
}

TEST(Checkpoint, DamagedFilesAreRefused) {
  const Folder folder;
  folder.write("a.json", bank_json());
  const std::string search = "explore a.json --strategy exhaustive --max-states 12";
  folder.heddle(search + " --checkpoint saved");
  const std::string whole = folder.read("saved");
  ASSERT_FALSE(whole.empty());
  const auto is_refused = [&](const std::string& content) {
    folder.write("bad", content);
    const Output run = folder.heddle(search + " --resume bad");
    EXPECT_EQ(run.code, 2);
    EXPECT_EQ(run.err, "heddle: error: cannot resume from bad: it is damaged, or not whole\n");
  };
  std::minstd_rand random(1);
  for (int round = 0; round < 60; ++round) {
    std::string flipped = whole;
    flipped[random() % whole.size()] ^= static_cast<char>(1 << random() % 8);
    is_refused(flipped);
    is_refused(whole.substr(0, random() % whole.size()));
  }
  is_refused("");
  is_refused(whole + "x");
}

TEST(Checkpoint, FilesThatCannotBeUsedAreSaidAtOnce) {
  const Folder folder;
  folder.write("a.json", bank_json());
  const auto error = [&](const std::string& arguments) {
    const Output run = folder.heddle("explore a.json --strategy exhaustive " + arguments);
    EXPECT_EQ(run.code, 2) << arguments;
    return run.err;
  };
  EXPECT_EQ(error("--resume nowhere"),
            "heddle: error: cannot resume from nowhere: No such file or directory\n");
  EXPECT_EQ(error("--resume ."), "heddle: error: cannot resume from .: it is no regular file\n");
  EXPECT_EQ(error("--checkpoint ."), "heddle: error: cannot write .: it is a folder\n");
  EXPECT_EQ(error("--checkpoint ./a.json"),
            "heddle: error: cannot write ./a.json: it is the scenario itself\n");
  EXPECT_EQ(error("--checkpoint no/saved"),
            "heddle: error: cannot write no/saved: No such file or directory\n");
  const Output check = folder.heddle("check a.json --checkpoint saved");
  EXPECT_EQ(check.err, "heddle: error: --checkpoint has no meaning for heddle check\n");
}

}  // namespace
}  // namespace heddle::test
