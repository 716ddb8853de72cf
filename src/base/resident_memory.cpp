#include "base/resident_memory.h"

#include <unistd.h>

#include <fstream>

namespace heddle {

std::uint64_t resident_bytes() {
  std::ifstream file("/proc/self/statm");  // in pages: proc(5)
  std::uint64_t size = 0;
  std::uint64_t resident = 0;
  if (!(file >> size >> resident)) return 0;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace heddle
