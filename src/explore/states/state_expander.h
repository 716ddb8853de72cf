// Finds what follows a run of states: the part of a search that several threads can do at once,
// each with its own execution.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "detect/shown_properties.h"
#include "explore/end_classes.h"
#include "explore/expansion.h"
#include "explore/states/graph.h"
#include "explore/states/persistent_sets.h"
#include "explore/states/state_store.h"
#include "explore/watch.h"
#include "kernel/execution.h"
#include "kernel/scheduled_program.h"
#include "kernel/symmetry.h"

namespace heddle::explore {

// What a search leaves out.
struct Reduction {
  bool persistent = false;  // steps that need not be taken first, see PersistentSets
  bool symmetric = false;   // states that are like one that was seen, see kernel::Symmetry
  bool any() const { return persistent || symmetric; }
};

// Consecutive states, and what follows each.
struct Batch {
  struct State {
    bool has_pair = false;
    kernel::End end = kernel::End::kRunning;
    std::uint32_t end_class = 0;       // of the expander, when it ended
    std::uint32_t successors_end = 0;  // index in `successors` behind its last
    std::uint32_t notes_end = 0;       // index in `notes`
  };
  struct Successor {
    std::uint32_t thread = 0;
    PackedState packed;  // but where its bytes are: at `offset` in Batch::bytes
    std::uint32_t offset = 0;
    std::uint32_t large = kernel::kNoId;  // index in `large` when it was too large to be packed
  };
  // Something that the expander saw for the first time, in this state.
  struct Note {
    enum Kind : std::uint8_t { kShown, kContended } kind = kShown;
    std::uint32_t index = 0;  // of the property, of the object
  };

  StateId first = 0;
  std::size_t expander = 0;
  std::vector<State> states;
  std::vector<Successor> successors;
  std::vector<Note> notes;
  std::vector<std::uint8_t> bytes;
  std::size_t bytes_used = 0;
  std::vector<std::vector<Value>> large;
  std::vector<std::pair<Outcome, std::vector<kernel::Defect>>> new_classes;  // in order

  void clear();
  PackedState packed(const Successor& successor) const {
    return {bytes.data() + successor.offset, successor.packed.size, successor.packed.hash};
  }
};

class StateExpander {
 public:
  // All must outlive this.
  StateExpander(kernel::Execution& execution, kernel::StateProgram& program, Reduction reduction);

  // What it met before it is to tell again.
  void begin();
  // Fills `batch` with what follows the states [first, last) of the store, which only grows
  // meanwhile. Throws SearchStopped when `watch` says so in the middle of it.
  void expand(const StateStore& store, StateId first, StateId last, Batch& batch, Watch& watch);
  // What of the reduction this program allows.
  const Reduction& reduction() const { return reduction_; }
  // Replaces the state that the execution is in by the one that stands for it.
  void canonicalize() { symmetry_.canonicalize(execution_); }

 private:
  void expand_state(Batch& batch, Watch& watch);
  void note_state(Batch& batch, Batch::State& state);
  void note(Batch& batch, Batch::Note::Kind kind, std::uint32_t index, std::vector<bool>& seen);
  void add_successor(std::uint32_t thread, Batch& batch);

  kernel::Execution& execution_;
  kernel::StateProgram& program_;
  kernel::ScheduledProgram run_;
  std::optional<EndClasses> classes_;
  Expansion expansion_;
  Reduction reduction_;
  PersistentSets persistent_sets_;
  kernel::Symmetry symmetry_;
  kernel::Choices choices_;
  std::vector<Value> words_;  // of the state that is expanded
  detect::ShownProperties shown_;
  std::vector<bool> shown_seen_;      // by property
  std::vector<bool> contended_;       // in the last state and before
  std::vector<bool> contended_seen_;  // before
  std::uint32_t classes_told_ = 0;
};

}  // namespace heddle::explore
