#include "kernel/stack_pool.h"

#include <sys/mman.h>
#include <unistd.h>

#include "base/memory_reserve.h"
#include "base/sanitizers.h"

#ifdef HEDDLE_ASAN
#include <sanitizer/asan_interface.h>
#endif

namespace heddle::kernel {

namespace {

// A stack that was left in the middle still has its frames' red zones in AddressSanitizer's books,
// which outlive the mapping.
void forget_frames([[maybe_unused]] const boost::context::stack_context& stack) {
#ifdef HEDDLE_ASAN
  ASAN_UNPOISON_MEMORY_REGION(static_cast<char*>(stack.sp) - stack.size, stack.size);
#endif
}

// `bytes` of memory, the lowest page of which nobody may touch; nullptr when there is none.
void* map_guarded(std::size_t bytes, std::size_t page) {
  void* const base = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (base == MAP_FAILED) return nullptr;
  if (mprotect(base, page, PROT_NONE) == 0) return base;
  munmap(base, bytes);
  return nullptr;
}

std::size_t page_bytes() { return static_cast<std::size_t>(sysconf(_SC_PAGESIZE)); }

}  // namespace

StackPool::StackPool(std::size_t stack_bytes)
    : stack_bytes_((stack_bytes + page_bytes() - 1) / page_bytes() * page_bytes()) {}

StackPool::~StackPool() {
  for (const auto& stack : free_) {
    munmap(static_cast<char*>(stack.sp) - stack.size - page_bytes(), stack.size + page_bytes());
  }
}

boost::context::stack_context StackPool::allocate() {
  if (!free_.empty()) {
    const auto stack = free_.back();
    free_.pop_back();
    return stack;
  }
  const std::size_t total = stack_bytes_ + page_bytes();
  void* const base = find_memory([&] { return map_guarded(total, page_bytes()); });
  boost::context::stack_context stack;
  stack.size = stack_bytes_;
  stack.sp = static_cast<char*>(base) + total;
  return stack;
}

void StackPool::deallocate(const boost::context::stack_context& stack) {
  forget_frames(stack);
  free_.push_back(stack);
}

}  // namespace heddle::kernel
