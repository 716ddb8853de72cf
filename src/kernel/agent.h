// What moves by itself and is no thread of the program: a buffer that drains, a timer that strikes.
// It has a number behind those of the threads, so that who asks which of them may go next asks for
// all. It runs no code: what it does next follows from the state, which holds one number for it.
//
// A run does not end as long as an agent can move, and ends without those that cannot.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "kernel/operation.h"
#include "kernel/program.h"

namespace heddle::kernel {

class Execution;

class Agent {
 public:
  virtual ~Agent() = default;

  virtual std::string name() const = 0;
  // What it is about to do where its number in the state is `at` (0 at the start), into a fresh
  // `operation`; kNone: nothing, as the state is now, or where it has no such number.
  virtual void announce(const Execution& execution, std::uint32_t at,
                        Operation& operation) const = 0;
  // Its number in the state once it has done that; nullopt: it will do nothing any more.
  virtual std::optional<std::uint32_t> next(const Execution& execution, std::uint32_t at) const = 0;
  // Program::access_name of what it is about to do. Moves are no part of any transaction.
  virtual AccessName access_name(const Execution& execution, const Operation& operation) const = 0;
};

}  // namespace heddle::kernel
