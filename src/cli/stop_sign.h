// When a command must stop while it does something else than exploring: reading, searching folders,
// writing.
#pragma once

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>

namespace heddle::cli {

// A signal or a limit came before anything was explored. The text says which, and at what.
class Stopped : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class StopSign {
 public:
  // The time begins now; nullopt: without an end.
  explicit StopSign(std::optional<double> seconds_max);

  // Whether to stop: a signal came, or the time is over.
  bool reached() const;
  // Throws Stopped when it is reached. `doing`: "reading x.json".
  void obey(const std::string& doing) const;

 private:
  std::optional<double> seconds_max_;
  std::chrono::steady_clock::time_point begin_;
};

}  // namespace heddle::cli
