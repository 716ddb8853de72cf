// Stacks for fibers: mapped once with a guard page below, then used again and again.
#pragma once

#include <boost/context/stack_context.hpp>
#include <cstddef>
#include <vector>

namespace heddle::kernel {

class StackPool {
 public:
  // Each stack has `stack_bytes` usable bytes (rounded up to pages).
  explicit StackPool(std::size_t stack_bytes);
  ~StackPool();
  StackPool(const StackPool&) = delete;
  StackPool& operator=(const StackPool&) = delete;

  // A stack nobody else uses. Throws std::bad_alloc.
  boost::context::stack_context allocate();
  void deallocate(const boost::context::stack_context& stack);

 private:
  std::size_t stack_bytes_;
  std::vector<boost::context::stack_context> free_;
};

}  // namespace heddle::kernel
