#include "base/memory_reserve.h"

#include <sys/mman.h>

#include <atomic>
#include <new>

namespace heddle {

namespace {

// There is one `new` in a program, and one handler for when it fails.
std::atomic<void*> reserved = nullptr;
std::atomic<std::size_t> reserved_bytes = 0;
std::atomic<bool> short_of_memory = false;

void* map(std::size_t bytes) {
  void* const memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return memory == MAP_FAILED ? nullptr : memory;
}

bool give_up_reserve() {
  void* const memory = reserved.exchange(nullptr);
  if (memory == nullptr) return false;
  munmap(memory, reserved_bytes);
  return true;
}

void on_failure() {
  short_of_memory = true;
  if (!give_up_reserve()) throw std::bad_alloc();
}

}  // namespace

MemoryReserve::MemoryReserve(std::size_t bytes) {
  short_of_memory = false;
  void* memory = map(bytes);
  while (memory == nullptr && bytes > 1) memory = map(bytes /= 2);
  reserved_bytes = bytes;
  reserved = memory;
  std::set_new_handler(on_failure);
}

MemoryReserve::~MemoryReserve() {
  std::set_new_handler(nullptr);
  give_up_reserve();
  short_of_memory = false;
}

bool memory_is_short() { return short_of_memory.load(std::memory_order_relaxed); }

void* find_memory_by(void* (*allocate)(const void* request), const void* request) {
  for (;;) {
    if (void* const memory = allocate(request)) return memory;
    const auto handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}

}  // namespace heddle
