#include "report/fold.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace heddle::report {
namespace {

constexpr std::size_t kShort = 14;  // steps that are shown in full
constexpr std::size_t kBeginning = 2;
constexpr std::size_t kBeforeMoment = 3;
constexpr std::size_t kRound = 6;  // of a livelock

// What is behind "/threads/NAME" in the pointer of a step of that thread.
std::string_view inside_thread(std::string_view pointer, const std::string& thread) {
  constexpr std::string_view kThreads = "/threads/";
  if (!pointer.starts_with(kThreads)) return pointer;
  const std::string_view rest = pointer.substr(kThreads.size());
  return rest.starts_with(thread) ? rest.substr(thread.size()) : pointer;
}

bool exchangeable(const Ordering& ordering, const std::string& a, const std::string& b) {
  const auto holds_both = [&](const std::vector<std::string>& names) {
    return std::find(names.begin(), names.end(), a) != names.end() &&
           std::find(names.begin(), names.end(), b) != names.end();
  };
  return std::any_of(ordering.exchanged.begin(), ordering.exchanged.end(), holds_both);
}

// Whether the step is the access that the endpoint names, or the one of a like thread.
bool is_named(const Step& step, const Endpoint& end, const Ordering& ordering) {
  if (!end.last && !ordering.rounds && step.occurrence != end.occurrence) return false;
  if (step.access != end.access) return false;
  if (step.thread == end.thread) return step.pointer == end.step;
  return exchangeable(ordering, step.thread, end.thread) &&
         inside_thread(step.pointer, step.thread) == inside_thread(end.step, end.thread);
}

class Fold {
 public:
  explicit Fold(const Finding& finding)
      : finding_(finding), kept_(finding.witness.size(), finding.witness.size() <= kShort) {}

  std::vector<bool> take() {
    if (kept_.size() <= kShort) return std::move(kept_);
    keep(0, kBeginning);
    keep(kept_.size() - 1, kept_.size());
    keep_moment();
    for (const Ordering& ordering : finding_.orderings)
      for (const Pair& pair : ordering.pairs) keep(pair, ordering);
    for (const Pair& pair : finding_.only_when) keep(pair, Ordering());
    for (std::size_t i = 0; i < kept_.size(); ++i)
      if (finding_.witness[i].cycle_start) keep(i, i + kRound);
    for (std::size_t i = 1; i + 1 < kept_.size(); ++i)
      if (kept_[i - 1] && kept_[i + 1]) kept_[i] = true;  // a gap of one is no gain
    return std::move(kept_);
  }

 private:
  void keep(std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < std::min(end, kept_.size()); ++i) kept_[i] = true;
  }

  void keep_moment() {
    if (!finding_.moment || *finding_.moment >= kept_.size()) return;
    const std::size_t moment = *finding_.moment;
    keep(moment - std::min(moment, kBeforeMoment), moment + 1);
    for (const Stale& stale : finding_.witness[moment].stale) keep(stale.since, stale.since + 1);
  }

  void keep(const Pair& pair, const Ordering& ordering) {
    if (pair.choice) return keep_choice(*pair.choice);
    keep(pair.before, ordering);
    keep(pair.after, ordering);
  }

  // Of accesses that a loop repeats, the first and the last that the condition may mean.
  void keep(const Endpoint& end, const Ordering& ordering) {
    std::size_t first = kept_.size();
    std::size_t last = kept_.size();
    for (std::size_t i = 0; i < kept_.size(); ++i) {
      if (!is_named(finding_.witness[i], end, ordering)) continue;
      if (first == kept_.size()) first = i;
      last = i;
    }
    if (!end.last) keep(first, first + 1);
    keep(last, last + 1);
  }

  void keep_choice(const ChoicePoint& choice) {
    for (std::size_t i = 0; i < kept_.size(); ++i)
      for (const Choice& made : finding_.witness[i].choices)
        if ((made.thread.empty() ? finding_.witness[i].thread : made.thread) == choice.thread)
          keep(i, i + 1);
  }

  const Finding& finding_;
  std::vector<bool> kept_;
};

}  // namespace

std::vector<bool> steps_to_keep(const Finding& finding) { return Fold(finding).take(); }

}  // namespace heddle::report
