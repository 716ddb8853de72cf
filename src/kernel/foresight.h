// What threads may still do, as far as a program can tell without running them. Two operations of
// different threads can be exchanged when neither changes what the other touches.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "kernel/operation.h"

namespace heddle::kernel {

class Execution;

// A set of things that are touched, and which of them are changed. What things there are, and how
// they are numbered, only the program knows.
class Touches {
 public:
  explicit Touches(std::size_t things = 0)
      : touched_((things + 63) / 64, 0), changed_((things + 63) / 64, 0) {}

  void read(std::size_t thing) { touched_[thing / 64] |= std::uint64_t{1} << (thing % 64); }
  void change(std::size_t thing) {
    read(thing);
    changed_[thing / 64] |= std::uint64_t{1} << (thing % 64);
  }
  void clear() {
    std::fill(touched_.begin(), touched_.end(), 0);
    std::fill(changed_.begin(), changed_.end(), 0);
  }
  // Adds what `other` touches; whether that was news.
  bool add(const Touches& other) {
    bool news = false;
    for (std::size_t i = 0; i < touched_.size(); ++i) {
      news |= (other.touched_[i] & ~touched_[i]) != 0 || (other.changed_[i] & ~changed_[i]) != 0;
      touched_[i] |= other.touched_[i];
      changed_[i] |= other.changed_[i];
    }
    return news;
  }
  // Whether one changes what the other touches.
  bool conflicts(const Touches& other) const {
    for (std::size_t i = 0; i < touched_.size(); ++i) {
      if ((changed_[i] & other.touched_[i]) != 0 || (touched_[i] & other.changed_[i]) != 0) {
        return true;
      }
    }
    return false;
  }

 private:
  std::vector<std::uint64_t> touched_;
  std::vector<std::uint64_t> changed_;
};

// Faults are left out: what a thread does is judged as if it went on to its end.
class Foresight {
 public:
  virtual ~Foresight() = default;

  // All that `thread`, which has not finished, may touch from here on, its next operation included;
  // from its first one when it has not started.
  virtual const Touches& future(const Execution& execution, ThreadId thread) const = 0;

  // What the next operation of `thread` touches, `operation` being what Execution::pending says. Of
  // one that is not enabled: what another thread must change before it can be. (A join touches
  // nothing: it needs the end of its thread.)
  virtual void next(const Execution& execution, ThreadId thread, const Operation& operation,
                    Touches& touches) const = 0;

  // How many things there are.
  virtual std::size_t things() const = 0;
};

}  // namespace heddle::kernel
