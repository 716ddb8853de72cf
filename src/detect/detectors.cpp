#include <array>

#include "detect/data_race.h"
#include "detect/detector.h"
#include "detect/lost_update.h"

namespace heddle::detect {

Detectors detectors() {
  static constexpr std::array kDetectors = {kLostUpdate, kDataRace};
  return kDetectors;
}

}  // namespace heddle::detect
