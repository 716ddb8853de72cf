#include "explore/exhaustive.h"

#include <algorithm>
#include <memory>
#include <unordered_set>

#include "explore/checkpoint.h"
#include "explore/end_classes.h"
#include "explore/saved.h"
#include "explore/serial_orders.h"
#include "explore/state_search.h"
#include "explore/tally.h"
#include "explore/watch.h"

namespace heddle::explore {

using kernel::End;
using kernel::kNoId;
using kernel::ThreadId;

namespace {

// One state on the current path, and what of it is still to be done.
struct Node {
  std::vector<Value> words;  // where states can be put back
  std::vector<detect::PendingOperation> enabled;
  std::size_t next = 0;     // index in `enabled` of the thread whose steps are explored
  kernel::Choices choices;  // of that step
  std::uint32_t preemptions = 0;
};

class DepthFirst {
 public:
  // `preemptions_max`: of an interleaving; nullopt: any number.
  DepthFirst(kernel::Execution& execution, kernel::Program& program, const Options& options,
             std::optional<std::uint64_t> preemptions_max)
      : execution_(execution),
        program_(program),
        options_(options),
        preemptions_max_(preemptions_max),
        classes_(execution, program),
        expansion_(execution, program),
        watch_(options),
        restorable_(program.restorable()),
        may_cycle_(program.may_cycle()) {
    const auto& properties = program.properties();
    findings_.resize(properties.size());
    for (std::uint32_t i = 0; i < properties.size(); ++i) {
      if (properties[i].mark != kNoId) marked_.push_back(i);
      if (properties[i].kind != "data-race") continue;
      if (race_property_.size() <= properties[i].memory) {
        race_property_.resize(properties[i].memory + 1, kNoId);
      }
      race_property_[properties[i].memory] = i;
    }
    result_.contended.resize(execution.object_count());
  }

  Result run() {
    result_.strategy = preemptions_max_ ? "bounded" : "exhaustive";
    if (!resume()) start();
    while (!finished_) {
      explore_from_start();
      if (result_.stop != Stop::kNone) break;
      finished_ = !start_choices_.advance();
      if (!finished_) start();
    }
    if (options_.checkpoint) options_.checkpoint->save_at_end([this](auto& to) { put(to); });
    if (result_.stop == Stop::kNone && cut_) result_.stop = Stop::kSteps;
    if (preemptions_max_) note_bound();
    conclude();
    return std::move(result_);
  }

 private:
  struct BestWay {
    WayCost cost;
    Path path;
  };

  void start() {
    execution_.restart(start_choices_);
    depth_ = 0;
    preemptions_ = 0;
    arrive();
  }

  void explore_from_start() {
    while (depth_ > 0 && result_.stop == Stop::kNone) {
      if (!take_next_branch()) leave();
      if (save_due_) save();
    }
  }

  Node& top() { return *nodes_[depth_ - 1]; }

  // The current state becomes the end of the path, or an end.
  void arrive() {
    if (options_.limits.states_max && result_.states >= *options_.limits.states_max) {
      arriving_ = true;
      return stop(Stop::kStates);
    }
    if (++result_.states % 256 == 0) check_limits();
    expansion_.look();
    note_state();
    if (expansion_.end() != End::kRunning) return note_end();
    if (depth_ >= options_.limits.steps_max) {
      cut_ = true;
      return;
    }
    if (may_cycle_ && !on_path_.insert(key()).second) {
      result_.cyclic = true;
      return;
    }
    push();
  }

  std::string key() const {
    const auto& words = execution_.words();
    return {reinterpret_cast<const char*>(words.data()), words.size() * sizeof(Value)};
  }

  void push() {
    if (depth_ == nodes_.size()) nodes_.push_back(std::make_unique<Node>());
    Node& node = *nodes_[depth_++];
    if (restorable_) node.words = execution_.words();
    node.enabled = expansion_.enabled();
    node.next = 0;
    node.choices.clear();
    node.preemptions = preemptions_;
    fresh_ = true;
  }

  // Steps along the next branch of the topmost state; false when there is none.
  bool take_next_branch() {
    Node& node = top();
    if (!fresh_) {
      if (!node.choices.advance()) ++node.next;
    }
    while (node.next < node.enabled.size() && is_beyond_bound(node)) ++node.next;
    if (node.next == node.enabled.size()) return false;
    if (!fresh_) put_back();
    fresh_ = false;
    const auto& chosen = node.enabled[node.next];
    execution_.step(chosen.thread, chosen.operation, node.choices);
    ++result_.transitions;
    preemptions_ = node.preemptions + (preempts(chosen.thread) ? 1 : 0);
    arrive();
    return true;
  }

  bool is_beyond_bound(const Node& node) {
    if (!preemptions_max_ || node.preemptions < *preemptions_max_) return false;
    const bool beyond = preempts(node.enabled[node.next].thread);
    bound_hit_ |= beyond;
    return beyond;
  }

  void note_bound() {
    const std::string most = "at most " + counted_preemptions(*preemptions_max_);
    if (!bound_hit_ && result_.stop == Stop::kNone && !result_.cyclic) {
      result_.notes.push_back("No interleaving has more than that: all have " + most + ".");
      return;
    }
    if (result_.stop == Stop::kNone) {
      result_.stop = result_.cyclic ? Stop::kCycle : Stop::kBound;
      least_ = !result_.cyclic;
      result_.notes.push_back("All " + std::to_string(result_.runs) + " interleavings with " +
                              most + " were run.");
    }
  }

  static std::string counted_preemptions(std::uint64_t count) {
    return std::to_string(count) + (count == 1 ? " preemption" : " preemptions");
  }

  // A switch away from the thread that came here, though it could go on.
  bool preempts(ThreadId thread) {
    if (depth_ < 2) return false;
    const Node& before = *nodes_[depth_ - 2];
    const ThreadId last = before.enabled[before.next].thread;
    return last != thread &&
           std::any_of(top().enabled.begin(), top().enabled.end(),
                       [&](const auto& pending) { return pending.thread == last; });
  }

  // Puts the execution back into the topmost state.
  void put_back() {
    if (restorable_) return execution_.restore(top().words);
    kernel::Choices choices = start_choices_;
    execution_.restart(choices);
    for (std::size_t i = 0; i + 1 < depth_; ++i) {
      const Node& node = *nodes_[i];
      choices = node.choices;
      execution_.step(node.enabled[node.next].thread, choices);
    }
  }

  void leave() {
    if (may_cycle_) {
      const auto& words = top().words;
      on_path_.erase({reinterpret_cast<const char*>(words.data()), words.size() * sizeof(Value)});
    }
    --depth_;
  }

  Path current_path() const {
    Path path;
    path.push_back({kNoId, start_choices_.taken});
    for (std::size_t i = 0; i < depth_; ++i) {
      const Node& node = *nodes_[i];
      path.push_back({node.enabled[node.next].thread, node.choices.taken});
    }
    return path;
  }

  WayCost cost() const { return {depth_ == 0 ? 0 : preemptions_, depth_}; }

  void keep_if_better(std::optional<BestWay>& best) {
    if (!best || cost() < best->cost) best = {cost(), current_path()};
  }

  void note_state() {
    expansion_.note_contention(result_.contended);
    for (const std::uint32_t name : expansion_.races()) {
      if (name < race_property_.size() && race_property_[name] != kNoId) {
        keep_if_better(findings_[race_property_[name]]);
      }
    }
    for (const std::uint32_t property : marked_) {
      if (execution_.marked(program_.properties()[property].mark)) {
        keep_if_better(findings_[property]);
      }
    }
    if (options_.first && any_finding()) stop(Stop::kFirst);
  }

  bool any_finding() const {
    return classes_.any_finding() || std::any_of(findings_.begin(), findings_.end(),
                                                 [](const auto& best) { return best.has_value(); });
  }

  void note_end() {
    ++result_.runs;
    const std::uint32_t end_class = classes_.classify(expansion_.end());
    if (end_class == counts_.size()) {
      counts_.push_back(0);
      best_.emplace_back();
    }
    ++counts_[end_class];
    keep_if_better(best_[end_class]);
    if (options_.first && classes_.any_finding()) stop(Stop::kFirst);
    if (options_.limits.runs_max && result_.runs >= *options_.limits.runs_max) runs_reached_ = true;
    if (runs_reached_ && work_left()) stop(Stop::kRuns);
  }

  // Whether another interleaving follows the one that has just ended.
  bool work_left() const {
    for (std::size_t i = 0; i < depth_; ++i) {
      const Node& node = *nodes_[i];
      kernel::Choices choices = node.choices;
      if (node.next + 1 < node.enabled.size() || choices.advance()) return true;
    }
    kernel::Choices choices = start_choices_;
    return choices.advance();
  }

  void stop(Stop reason) {
    if (result_.stop == Stop::kNone) result_.stop = reason;
  }

  void check_limits() {
    const Stop reason = watch_.check({.states = result_.states, .runs = result_.runs}, 0);
    if (reason != Stop::kNone) stop(reason);
    save_due_ = options_.checkpoint && options_.checkpoint->due();
  }

  // ---- Checkpoints -----------------------------------------------------------------------------

  void save() {
    save_due_ = false;
    options_.checkpoint->save([this](ArchiveWriter& to) { put(to); });
  }

  void put(ArchiveWriter& to) const {
    put_coverage(to, program_);
    put_progress(to, result_);
    classes_.put(to);
    to.put(counts_);
    put_ways(to, best_);
    put_ways(to, findings_);
    for (const bool flag : {cut_, bound_hit_, finished_, fresh_, arriving_}) to.put(flag);
    to.put(preemptions_);
    explore::put(to, start_choices_);
    to.put(std::uint64_t{depth_});
    for (std::size_t i = 0; i < depth_; ++i) {
      const Node& node = *nodes_[i];
      to.put(std::uint64_t{node.next});
      to.put(node.preemptions);
      explore::put(to, node.choices);
    }
  }

  void get(ArchiveReader& from) {
    get_coverage(from, program_);
    get_progress(from, result_);
    classes_.get(from);
    from.get(counts_);
    get_ways(from, best_);
    get_ways(from, findings_);
    const std::size_t count = classes_.classes().size();
    const bool fits = counts_.size() == count && best_.size() == count &&
                      findings_.size() == program_.properties().size() &&
                      std::all_of(best_.begin(), best_.end(), [](const auto& way) { return way; });
    if (!fits) ArchiveReader::fail_damaged();
    for (bool* flag : {&cut_, &bound_hit_, &finished_, &fresh_, &arriving_}) from.get(*flag);
    from.get(preemptions_);
    explore::get(from, start_choices_);
    get_path(from);
  }

  // Runs the path, to have again what its states are.
  void get_path(ArchiveReader& from) {
    const std::size_t depth = from.count(1);
    if (finished_) return;
    kernel::Choices choices = start_choices_;
    execution_.restart(choices);
    while (depth_ < depth) {
      expansion_.look();
      if (may_cycle_) on_path_.insert(key());
      const bool fresh = fresh_;
      push();
      fresh_ = fresh;
      Node& node = top();
      node.next = static_cast<std::size_t>(from.get<std::uint64_t>());
      from.get(node.preemptions);
      explore::get(from, node.choices);
      if (node.next >= node.enabled.size()) ArchiveReader::fail_damaged();
      if (depth_ < depth || arriving_) step_again(node);
    }
  }

  void step_again(const Node& node) {
    kernel::Choices choices = node.choices;
    execution_.step(node.enabled[node.next].thread, choices);
    if (choices.taken != node.choices.taken) ArchiveReader::fail_damaged();
  }

  // Goes on where a checkpoint was saved; false when there is none.
  bool resume() {
    if (!options_.checkpoint) return false;
    if (!options_.checkpoint->resume([this](ArchiveReader& from) { get(from); })) return false;
    if (options_.first && any_finding()) stop(Stop::kFirst);
    if (finished_ || result_.stop != Stop::kNone) return true;
    runs_reached_ = options_.limits.runs_max && result_.runs >= *options_.limits.runs_max;
    if (runs_reached_ && work_left()) {
      stop(Stop::kRuns);
    } else if (arriving_) {
      arriving_ = false;
      arrive();
    }
    return true;
  }

  void conclude() {
    Tally tally;
    tally.kind = !result_.complete() || preemptions_max_ ? Count::kUnknown
                 : result_.cyclic                        ? Count::kUnbounded
                                                         : Count::kKnown;
    for (const std::uint64_t count : counts_) tally.class_counts.push_back(Number(count));
    for (const auto& best : best_) tally.class_costs.push_back(best->cost);
    tally.fewest = result_.complete() || least_;
    tally.class_path = [this](std::uint32_t end_class) { return best_[end_class]->path; };
    std::optional<SerialOrders> serial;
    if (restorable_ && property_of(program_, "not-serializable") && result_.complete()) {
      serial = find_serial_orders(execution_, program_, options_, watch_);
      result_.stop = serial->stop;
      if (!result_.complete()) serial.reset();
    }
    std::vector<std::vector<std::uint32_t>> properties_of_class;
    tally_ends(program_, classes_, tally, serial, result_, properties_of_class);
    add_findings_on_the_way(tally);
    finish_findings(program_, tally, properties_of_class, result_);
  }

  // Races, and marks of executions that reached no end.
  void add_findings_on_the_way(const Tally& tally) {
    for (std::uint32_t i = 0; i < findings_.size(); ++i) {
      if (!findings_[i]) continue;
      const bool known = std::any_of(result_.findings.begin(), result_.findings.end(),
                                     [&](const Finding& each) { return each.property == i; });
      if (known) continue;
      Finding finding{.property = i, .count = {.kind = tally.kind, .value = 0}};
      if (!is_countable(program_.properties()[i].kind)) finding.count = {};
      finding.witness = {.path = findings_[i]->path,
                         .preemptions = findings_[i]->cost.preemptions,
                         .fewest = tally.fewest};
      result_.findings.push_back(std::move(finding));
    }
  }

  kernel::Execution& execution_;
  kernel::Program& program_;
  const Options& options_;
  const std::optional<std::uint64_t> preemptions_max_;
  EndClasses classes_;
  Expansion expansion_;
  Watch watch_;
  const bool restorable_;
  const bool may_cycle_;
  Result result_;
  kernel::Choices start_choices_;
  std::vector<std::unique_ptr<Node>> nodes_;  // the first depth_ of them are the path
  std::size_t depth_ = 0;
  bool fresh_ = false;             // the topmost state is the one the execution is in
  std::uint32_t preemptions_ = 0;  // of the path up to the current state
  bool cut_ = false;
  bool bound_hit_ = false;  // some interleaving was left out
  bool least_ = false;      // everything within the bound was run: preemptions are the least
  bool runs_reached_ = false;
  bool finished_ = false;
  bool arriving_ = false;  // the search stopped on arrival in the state after the last step
  bool save_due_ = false;
  std::unordered_set<std::string> on_path_;
  std::vector<std::uint64_t> counts_;  // by class
  std::vector<std::optional<BestWay>> best_;
  std::vector<std::optional<BestWay>> findings_;  // by property: races and marks
  std::vector<std::uint32_t> marked_;             // properties that are marks
  std::vector<std::uint32_t> race_property_;      // by memory name
};

}  // namespace

Result explore_exhaustive(kernel::Execution& execution, kernel::Program& program,
                          const Options& options) {
  return DepthFirst(execution, program, options, std::nullopt).run();
}

Result explore_bounded(kernel::Execution& execution, kernel::Program& program,
                       const Options& options) {
  return DepthFirst(execution, program, options, options.preemptions_max).run();
}

}  // namespace heddle::explore
