// Long work that can be asked to stop.
#pragma once

#include <cstdint>
#include <exception>
#include <functional>

namespace heddle {

// Asked again and again while the work goes on; true: stop now. It may be asked on another thread
// than the one that gave it, while that one waits for the work; it stays true. Empty: never.
using ShouldStop = std::function<bool()>;

// Thrown by work that was asked to stop.
class Stopped final : public std::exception {
 public:
  const char* what() const noexcept override { return "stopped"; }
};

// Looks whether to stop, at places that the work passes often: asks at every 64th.
class StopLooks {
 public:
  // `should_stop` must outlive this.
  explicit StopLooks(const ShouldStop& should_stop) : should_stop_(should_stop) {}

  // Throws Stopped when the answer is to stop.
  void look() {
    if ((++looks_ & 63) == 0 && should_stop_ && should_stop_()) throw Stopped();
  }

 private:
  const ShouldStop& should_stop_;
  std::uint32_t looks_ = 0;
};

}  // namespace heddle
