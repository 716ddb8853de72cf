#include "cli/command.h"

namespace heddle::cli {

const std::vector<Command>& commands() {
  static const std::vector<Command> list = {
      {"explore", "FILE", "explore every interleaving of a scenario",
       "Prints how the scenario can end, with exact counts, and each finding with the\n"
       "orderings that lead to it and the command that replays one. FILE \"-\" is standard\n"
       "input.",
       kSet | kSearch | kThreads | kOrderings | kOneRun | kFirst | kCheckpoint | kInterleavings |
           kExploreReport | kColor | kQuiet,
       1, 1, run_explore},
      {"check", "PATH...", "compare scenarios with what they expect, for CI",
       "Folders are searched for *.json, all the way down. Passed over are\n"
       "*.schema.json, reports of heddle, JSON objects without \"threads\", and what a\n"
       "file .heddleignore names, as .gitignore does. Limits hold for each file.",
       kSet | kSearch | kOrderings | kOneRun | kFiles | kCheckReport | kColor | kQuiet, 1, SIZE_MAX,
       run_check},
      {"replay", "FILE SEED", "run one interleaving, step by step",
       "SEED is what a report printed, or '#N': the N-th interleaving, from 1. In its\n"
       "place, --outcome K or --finding K explores first, and takes the K-th entry of\n"
       "the report.",
       kSet | kSearch | kThreads | kOneRun | kEntry | kReplayReport | kColor | kQuiet, 1, 2,
       run_replay},
      {"diff", "OLD NEW", "compare what two scenarios, or constants, lead to",
       "Explores both, and tells which ends and findings are new or gone, and which\n"
       "happen in another number of interleavings. With --set-old or --set-new one file\n"
       "is enough: heddle diff FILE --set-new n=3. Limits hold for each of the two.\n"
       "Exit codes: 0 the same, 1 different, 2 wrong input, 3 a search was incomplete.",
       kSet | kSides | kSearch | kThreads | kOneRun | kDiffReport | kColor | kQuiet, 1, 2,
       run_diff},
      {"show", "FILE", "show a scenario as it is understood; explore nothing", "", kSet | kColor, 1,
       1, run_show},
      {"new", "NAME", "write NAME.json, a first scenario to start from", "Never overwrites a file.",
       0, 1, 1, run_new},
      {"schema", "", "print the JSON Schema of scenario files, for editors", "", 0, 0, 0,
       run_schema},
  };
  return list;
}

}  // namespace heddle::cli
