// dpor's search, cut into parts that can be explored at once: the upper end of the search tree,
// with parts for leaves. What is found out in one part is planned in the others between their
// rounds, in the order of the parts; so the result depends on where the parts are, but not on who
// explores them when.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/archive.h"
#include "explore/dpor/part_explorer.h"
#include "explore/dpor/search_tree.h"

namespace heddle::explore {

class Partition {
 public:
  // One part, nothing of which is explored.
  Partition();
  ~Partition();
  Partition& operator=(Partition&&) noexcept;

  bool done() const;

  // Chooses at most `count` parts that are not done, the first in the order of the search, after
  // cutting some if there are fewer. `explorer` finds out what predicted actions touch.
  struct Chosen;
  std::vector<Chosen> choose(std::size_t count, PartExplorer& explorer,
                             const kernel::Choices& start);
  // What is to be done for a chosen part.
  PartTask task_of(const Chosen& chosen) const;
  // After a round: first each part is taken back, then what was planned in each, in their order;
  // then settle().
  static void take_back(const Chosen& chosen, const PartTask& task);
  void take_plans(const Chosen& chosen, PartTask& task, PartExplorer& explorer);
  // Forgets what cannot be needed any more.
  void settle();

  // For checkpoints; get() is for a fresh partition.
  void put(ArchiveWriter& to) const;
  void get(ArchiveReader& from, const ActionTable& table, std::size_t threads);

 private:
  struct Part;
  // The way to a part: forks from the root on, and which of their parts.
  struct Way {
    std::vector<Part*> forks;
    std::vector<std::size_t> indices;
  };

  static std::vector<Slept> steps_before(const Part& fork, std::size_t index);
  static std::vector<PartStep> steps_to(const Way& way);
  static void put(ArchiveWriter& to, const Part& part);
  static void get(ArchiveReader& from, Part& part, const ActionTable& table, std::size_t threads,
                  std::size_t depth);
  void gather(Part& part, Way& way, bool keeps, std::size_t count, std::vector<Chosen>& chosen);
  void cut(Part& part, const Way& way, PartExplorer& explorer, const kernel::Choices& start);
  bool plan(Way way, Sequence& sequence, PartExplorer& explorer, const kernel::Choices& start);
  static bool plan_inside(Part& part, const Way& way, Sequence& sequence, PartExplorer& explorer,
                          const kernel::Choices& start);
  void settle(Part& part, bool needed);

  std::unique_ptr<Part> root_;
};

// What follows one step: a tree, or parts of its own. The root has no step.
struct Partition::Part {
  SearchTree tree;  // while it is not cut; with the step as its only branch
  Slept step;       // that leads to it; .made once it was run
  bool is_cut = false;
  bool free = false;                 // of one that is cut
  std::vector<Unsettled> unsettled;  // of one that is cut: races of the step
  std::vector<std::unique_ptr<Part>> parts;
  bool done = false;

  // Whether whatever is planned after the step is explored in any case.
  bool covers_all() const;
};

struct Partition::Chosen {
  Part* part = nullptr;
  Way way;
  bool keeps = false;
};

}  // namespace heddle::explore
