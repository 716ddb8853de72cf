// What detectors found, in more words than Property::sentence has: a row a kind.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/report.h"
#include "tell/narrator.h"

namespace heddle::tell {

// A finding in the story that was told of it.
struct Detected {
  const Subject& subject;
  std::uint32_t property = 0;  // index in Program::properties
  const Story& story;
  const Happened* happened = nullptr;  // when; nullptr: it cannot be seen there

  const std::string& name() const { return subject.program.properties()[property].name; }
  const std::string& thread(kernel::ThreadId thread) const {
    return subject.execution.thread(thread).name;
  }
};

// How one is told; the functions may say "" and nothing where the story does not show it.
struct DetectedRow {
  std::string_view kind;
  std::string (*message)(const Detected&) = nullptr;
  std::string (*explanation)(const Detected&, const std::vector<report::Next>& next) = nullptr;
  // What those threads do next that it is about; nullptr: it is not about that.
  std::vector<report::Next> (*next)(const Subject&, std::uint32_t property) = nullptr;
};

// nullptr: there is no more to tell than the sentence.
const DetectedRow* row_of(std::string_view kind);

}  // namespace heddle::tell
