// One alternative that stands for several terms: its images under exchanging like threads, and
// under moving each thread's part of it to another round of its loop. Images are made here; whether
// they imply the finding is for others to verify.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "explore/conditions/samples.h"

namespace heddle::explore::conditions {

struct Fold {
  std::vector<std::size_t> exchanged;  // indexes of groups in Question::like
  bool rounds = false;
  bool any() const { return rounds || !exchanged.empty(); }
  auto operator<=>(const Fold&) const = default;  // NOLINT(modernize-use-nullptr)
};

class Folding {
 public:
  // Both must outlive this.
  Folding(const Question& question, Samples& samples);

  // The ways in which the term can be folded at all; `rounds`: those by rounds too.
  std::vector<Fold> folds(const Term& term, bool rounds) const;
  // The images of the term, itself among them; nullopt when there is only itself, or too many.
  std::optional<std::vector<Term>> images(const Term& term, const Fold& fold);
  // The image whose rounds are the first ones.
  Term in_first_rounds(const Term& term);

 private:
  using ThreadMap = std::map<kernel::ThreadId, kernel::ThreadId>;
  using Shifts = std::map<kernel::ThreadId, std::int64_t>;

  kernel::ThreadId thread(EventId event) const;
  std::vector<EventId> events_of(const Term& term) const;
  std::vector<kernel::ThreadId> threads_of(const Term& term) const;
  std::vector<ThreadMap> permutations(const Term& term, const Fold& fold) const;
  std::vector<Shifts> shifts(const Term& term) const;
  EventId image(EventId event, const ThreadMap& threads, const Shifts& shifts);
  Term image(const Term& term, const ThreadMap& threads, const Shifts& shifts);

  const Question& question_;
  Samples& samples_;
  std::map<std::tuple<kernel::ThreadId, std::uint32_t, std::string>, StreamId> by_name_;
};

}  // namespace heddle::explore::conditions
