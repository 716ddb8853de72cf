// Memory that is kept back for the end: where there is no more of it, what was found can still be
// told.
#pragma once

#include <cstddef>

namespace heddle {

// As long as one lives, the first allocation that fails (of `new`, or by find_memory) gets the
// reserve instead of std::bad_alloc; memory_is_short() tells it from then on. One at a time.
class MemoryReserve {
 public:
  // Keeps back as much of `bytes` as there is.
  explicit MemoryReserve(std::size_t bytes = kBytes);
  ~MemoryReserve();
  MemoryReserve(const MemoryReserve&) = delete;
  MemoryReserve& operator=(const MemoryReserve&) = delete;

 private:
  static constexpr std::size_t kBytes = std::size_t{24} << 20;
};

// Whether the reserve that lives was needed: whoever can should come to an end.
bool memory_is_short();

// What `allocate` returns, which is nullptr when there is no memory; as `operator new` does, gives
// up the reserve first and throws std::bad_alloc then.
void* find_memory_by(void* (*allocate)(const void* request), const void* request);
template <class Allocate>
void* find_memory(const Allocate& allocate) {
  return find_memory_by(
      [](const void* request) { return (*static_cast<const Allocate*>(request))(); }, &allocate);
}

}  // namespace heddle
