// One cooperative thread of control on a stack of its own (Boost.Context), announced to the
// sanitizers. The only file where an exception that leaves user code is caught.
#pragma once

#include <boost/context/fiber.hpp>
#include <exception>

#include "kernel/stack_pool.h"

namespace heddle::kernel {

class Fiber {
 public:
  using Entry = void (*)(void* argument);

  // Nothing runs before the first resume(). The pool and the argument must outlive the fiber.
  Fiber(StackPool& pool, Entry entry, void* argument);
  // Unwinds the fiber's stack if it has not finished.
  ~Fiber();
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;

  // Runs the fiber until it parks or finishes. Called from outside (also from another fiber).
  void resume();
  // Goes back to whoever resumed the fiber. Called from inside.
  void park();

  bool finished() const { return finished_; }
  // What left the entry function, if an exception did; then finished() is true.
  std::exception_ptr exception() const { return exception_; }
  // Whether that was std::bad_alloc.
  bool out_of_memory() const { return out_of_memory_; }

 private:
  void run(boost::context::fiber&& outer);
  void enter();  // just after control came into the fiber
  void leave();  // just before it goes out, not to come back

  boost::context::fiber inner_;
  boost::context::fiber outer_;
  Entry entry_;
  void* argument_;
  std::exception_ptr exception_;
  bool out_of_memory_ = false;
  bool finished_ = false;
  const void* stack_bottom_ = nullptr;
  std::size_t stack_bytes_ = 0;
  void* inner_context_ = nullptr;  // of ThreadSanitizer
  void* outer_context_ = nullptr;
  void* fake_stack_ = nullptr;  // of the fiber, kept by AddressSanitizer
  const void* outer_bottom_ = nullptr;
  std::size_t outer_bytes_ = 0;
};

}  // namespace heddle::kernel
