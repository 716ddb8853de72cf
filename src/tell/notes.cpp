#include "tell/notes.h"

namespace heddle::tell {

std::vector<std::string> note_texts(const explore::Result& result) { return result.notes; }

std::string why_none(explore::NoOrderings reason) {
  using enum explore::NoOrderings;
  switch (reason) {
    case kNone:
    case kWhole:  // that says nothing to anybody
      return "";
    case kNoEnd:
      return "No condition: it happens only where no end can be reached any more";
    case kNotAsked:
      return "No condition: --no-orderings was given";
    case kNotCounted:
      return "No condition: it is found by counting, and interleavings were not counted";
    case kIncomplete:
      return "No condition: the search is incomplete, so none could be proved";
    case kNotInGraph:
      return "No condition: it is found by counting, and only some interleavings were run";
    case kTooLong:
      return "No condition: the search for one was cut where it had visited five times the states "
             "of the scenario";
  }
  __builtin_unreachable();
}

}  // namespace heddle::tell
