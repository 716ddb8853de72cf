#include "tell/detected.h"

#include <algorithm>
#include <array>

#include "tell/data_race.h"
#include "tell/lost_update.h"

namespace heddle::tell {

const DetectedRow* row_of(std::string_view kind) {
  static constexpr std::array kRows = {kLostUpdate, kDataRace};
  const auto found = std::find_if(kRows.begin(), kRows.end(),
                                  [&](const DetectedRow& row) { return row.kind == kind; });
  return found == kRows.end() ? nullptr : &*found;
}

}  // namespace heddle::tell
