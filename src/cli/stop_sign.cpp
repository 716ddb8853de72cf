#include "cli/stop_sign.h"

#include <fmt/format.h>

#include "cli/interrupt.h"

namespace heddle::cli {

StopSign::StopSign(std::optional<double> seconds_max)
    : seconds_max_(seconds_max), begin_(std::chrono::steady_clock::now()) {}

bool StopSign::reached() const {
  if (interrupted()) return true;
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin_;
  return seconds_max_ && elapsed.count() >= *seconds_max_;
}

void StopSign::obey(const std::string& doing) const {
  if (!reached()) return;
  if (interrupted()) throw Stopped("interrupted while " + doing);
  throw Stopped(fmt::format("--max-time {:g} was over while {}", *seconds_max_, doing));
}

}  // namespace heddle::cli
