#include "detect/detector.h"

#include <utility>

namespace heddle::detect {

namespace {

Marks marks_of(const kernel::Program& program, std::string_view kind) {
  Marks marks;
  for (const kernel::Property& property : program.properties()) {
    if (property.kind != kind) continue;
    if (marks.size() <= property.memory) marks.resize(property.memory + 1, kernel::kNoId);
    marks[property.memory] = property.mark;
  }
  return marks;
}

}  // namespace

void listen(Detectors detectors, const kernel::Program& program, kernel::Execution& execution) {
  for (const Detector& detector : detectors) {
    if (detector.listen == nullptr) continue;
    Marks marks = marks_of(program, detector.kind);
    if (!marks.empty()) execution.add_listener(detector.listen(program, std::move(marks)));
  }
}

}  // namespace heddle::detect
