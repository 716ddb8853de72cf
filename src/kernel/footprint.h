// What one access of a thread touches, and so which accesses are dependent: their order can be told
// apart. Dynamic partial-order reduction rests on this file.
//
// It is the relation of kernel/dependence, with what rows of operations cannot say; what may only
// be shared there counts as changed here. Two accesses of different threads are dependent when both
// touch one resource and at least one changes it. Resources are:
//   - memory cells (a failed compare-and-swap changes nothing; `delete` changes all of its record);
//   - synchronisation objects (everything but a failed try-lock changes them; wait changes the
//     condition and the mutex);
//   - threads: an access that starts, wakes or releases another thread changes it, so does the last
//     access of a thread; what a thread does after it was woken, and a join, only touch it;
//   - what else orders accesses: the allocator (addresses are given in the order of `new` and
//     `delete`), and conditions, that is invariants, and awaits that read several cells: a write to
//     any cell that one reads changes it, an await touches its own. So two writes that an invariant
//     or an await could see in either order are dependent, though they are to different cells.
// An access after which a finding ends the run is dependent on every access.
//
// The bookkeeping of detectors adds nothing: what it remembers is decided by the order of accesses
// that are dependent anyway (kernel/listener.h).
#pragma once

#include <algorithm>
#include <boost/container/small_vector.hpp>
#include <cstdint>

#include "kernel/program.h"

namespace heddle::kernel {

// A number for each resource: of its kind, and among those of that kind. There may be as many as
// come into being while runs go on.
enum class ResourceKind : std::uint8_t { kThread, kObject, kOther, kCell };
using Resource = std::uint32_t;  // 30 bits
constexpr Resource resource(ResourceKind kind, std::uint32_t id) {
  return ((id << 2) | static_cast<std::uint32_t>(kind)) & 0x3fffffffU;
}
constexpr ResourceKind kind_of(Resource resource) {
  return static_cast<ResourceKind>(resource & 3);
}
constexpr std::uint32_t id_of(Resource resource) { return resource >> 2; }

struct Touch {
  Resource resource : 30;
  std::uint32_t writes : 1;
  std::uint32_t plain : 1;  // of memory: an access that does not synchronise
};

struct Footprint {
  boost::container::small_vector<Touch, 4> touches;  // by resource, each once
  bool all = false;                                  // a finding ends the run with it
  bool block = false;                                // an atomic block or an await

  void clear() {
    touches.clear();
    all = block = false;
  }
  void add(Resource resource, bool writes, bool plain = false) {
    auto at = touches.end();
    while (at != touches.begin() && (at - 1)->resource >= resource) --at;
    if (at == touches.end() || at->resource != resource) {
      Touch touch{};
      touch.resource = resource & 0x3fffffffU;
      at = touches.insert(at, touch);
    }
    at->writes = at->writes != 0 || writes;
    at->plain = at->plain != 0 || plain;
  }
};

inline bool dependent(const Footprint& a, const Footprint& b) {
  if (a.all || b.all) return true;
  auto at = b.touches.begin();
  for (const Touch& touch : a.touches) {
    while (at != b.touches.end() && at->resource < touch.resource) ++at;
    if (at == b.touches.end()) return false;
    if (at->resource == touch.resource && (at->writes || touch.writes)) return true;
  }
  return false;
}

inline bool same(const Footprint& a, const Footprint& b) {
  return a.all == b.all && a.touches.size() == b.touches.size() &&
         std::equal(a.touches.begin(), a.touches.end(), b.touches.begin(),
                    [](const Touch& x, const Touch& y) {
                      return x.resource == y.resource && x.writes == y.writes;
                    });
}

// Each resource that both touch is handed to `found`, with what each does to it.
template <class Found>
void for_each_shared(const Footprint& a, const Footprint& b, Found found) {
  auto at = b.touches.begin();
  for (const Touch& touch : a.touches) {
    while (at != b.touches.end() && at->resource < touch.resource) ++at;
    if (at == b.touches.end()) return;
    if (at->resource != touch.resource) continue;
    const auto access = [](const Touch& of, bool block) {
      return NextAccess{of.writes != 0, of.plain != 0, block};
    };
    found(touch.resource, access(touch, a.block), access(*at, b.block));
  }
}

}  // namespace heddle::kernel
