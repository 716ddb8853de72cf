// Runs interleavings one by one, depth first, below a given beginning.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "detect/shown_properties.h"
#include "explore/end_classes.h"
#include "explore/expansion.h"
#include "explore/result.h"
#include "explore/run_notes.h"
#include "explore/samples.h"
#include "kernel/schedulable.h"

namespace heddle::explore {

class DepthFirst {
 public:
  struct Bounds {
    std::optional<std::uint64_t> preemptions_max;  // of an interleaving
    std::optional<std::uint64_t> states_max;       // to be visited by one call of explore
    std::optional<std::uint64_t> runs_max;
    std::optional<std::size_t> depth_max;  // what is this deep is left to others: `rest`
  };
  // Told now and then how many states and runs were added since; true: stop.
  using Tick = std::function<bool(std::uint64_t states, std::uint64_t runs)>;

  // All must outlive this.
  DepthFirst(kernel::Schedulable& run, const Options& options);

  // Explores everything; without memory for that, ends by Stop::kMemory.
  Samples explore(const Bounds& bounds, const Tick& tick, std::vector<Path>* rest = nullptr);
  // Explores what follows `beginning`; the states on the way there are not counted again.
  Samples explore_below(const Path& beginning, const Bounds& bounds, const Tick& tick);

 private:
  // One state on the current path, and what of it is still to be done.
  struct Node {
    std::vector<Value> words;  // where states can be put back
    std::vector<kernel::PendingOperation> enabled;
    std::size_t next = 0;     // index in `enabled` of the thread whose steps are explored
    kernel::Choices choices;  // of that step
    std::uint32_t preemptions = 0;
  };

  void begin(const Bounds& bounds, const Tick& tick);
  void explore_starts();
  template <class Run>
  Samples found_by(Run run);
  void go_to(const Path& beginning);
  void explore_from(std::size_t depth);
  Node& top() { return *nodes_[depth_ - 1]; }
  void arrive();
  void push();
  bool take_next_branch();
  bool is_beyond_bound(const Node& node);
  bool is_preemption(kernel::ThreadId thread);
  void put_back();
  void leave();
  std::string key() const;
  Path current_path() const;
  WayCost cost() const { return {depth_ == 0 ? 0 : preemptions_, depth_}; }
  void note_state();
  void note_end();
  bool any_finding() const;
  bool work_left() const;
  void stop(Stop reason) {
    if (found_.stop == Stop::kNone) found_.stop = reason;
  }
  void tick();

  kernel::Schedulable& run_;
  const Options& options_;
  Expansion expansion_;
  const bool restorable_;
  const bool may_cycle_;
  detect::ShownProperties shown_;

  Bounds bounds_;
  const Tick* tick_ = nullptr;
  std::vector<Path>* rest_ = nullptr;
  Samples found_;
  std::optional<EndClasses> classes_;
  RunEnds ends_;  // by them
  kernel::Choices start_choices_;
  bool other_starts_ = false;                 // other choices of the start follow
  std::vector<std::unique_ptr<Node>> nodes_;  // the first depth_ of them are the path
  std::size_t depth_ = 0;
  std::size_t depth_begin_ = 0;    // of the beginning
  bool fresh_ = false;             // the topmost state is the one the execution is in
  std::uint32_t preemptions_ = 0;  // of the path up to the current state
  std::uint64_t states_told_ = 0;
  std::uint64_t runs_told_ = 0;
  std::unordered_set<std::string> on_path_;
};

}  // namespace heddle::explore
