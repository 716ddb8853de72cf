// What one access of a thread touches, and so which accesses are dependent: their order can be told
// apart. Dynamic partial-order reduction rests on this file.
//
// It is the relation of kernel/dependence, with what rows of operations cannot say; what may only
// be shared there counts as changed here. Two accesses of different threads are dependent when both
// touch one resource and at least one changes it. Resources are:
//   - memory cells (a failed compare-and-swap changes nothing; `delete` changes all of its record);
//   - synchronisation objects (everything but a failed try-lock changes them; wait changes the
//     condition and the mutex);
//   - the allocator (addresses are given in the order of `new` and `delete`);
//   - threads: an access that starts, wakes or releases another thread changes it, so does the last
//     access of a thread; what a thread does after it was woken, and a join, only touch it;
//   - conditions, that is invariants, and awaits that read several cells: a write to any cell that
//     one reads changes it, an await touches its own. So two writes that an invariant or an await
//     could see in either order are dependent, though they are to different cells.
// An access after which a finding ends the execution is dependent on every access.
//
// The bookkeeping of detectors adds nothing: what it remembers is decided by the order of accesses
// that are dependent anyway (kernel/listener.h).
#pragma once

#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <vector>

#include "kernel/execution.h"

namespace heddle::explore {

struct Touch {
  std::uint32_t resource : 30;
  std::uint32_t writes : 1;
  std::uint32_t plain : 1;  // of memory: an access that does not synchronise
};

struct Footprint {
  boost::container::small_vector<Touch, 4> touches;  // by resource, each once
  bool all = false;                                  // a finding ends the execution with it
  bool block = false;                                // an atomic block or an await
};

bool dependent(const Footprint& a, const Footprint& b);
bool same(const Footprint& a, const Footprint& b);
// Each resource that both touch is handed to `found`, with what each does to it.
template <class Found>
void for_each_shared(const Footprint& a, const Footprint& b, Found found) {
  auto at = b.touches.begin();
  for (const Touch& touch : a.touches) {
    while (at != b.touches.end() && at->resource < touch.resource) ++at;
    if (at == b.touches.end()) return;
    if (at->resource != touch.resource) continue;
    const auto access = [](const Touch& of, bool block) {
      return kernel::NextAccess{of.writes != 0, of.plain != 0, block};
    };
    found(touch.resource, access(touch, a.block), access(*at, b.block));
  }
}

// The numbers of resources, and the footprints of accesses.
class Footprints {
 public:
  // Both must outlive this. From here on the execution's events go to this object.
  Footprints(kernel::Execution& execution, const kernel::Program& program);
  ~Footprints() { execution_.record(nullptr); }
  Footprints(const Footprints&) = delete;
  Footprints& operator=(const Footprints&) = delete;

  std::uint32_t thread(kernel::ThreadId id) const { return id; }
  std::uint32_t object(kernel::ObjectId id) const { return objects_ + id; }
  std::uint32_t condition(std::uint32_t id) const { return conditions_ + id; }
  std::uint32_t allocator() const { return allocator_; }
  std::uint32_t cell(std::uint32_t word) const { return cells_ + word; }
  bool is_thread(std::uint32_t resource) const { return resource < objects_; }
  bool is_cell(std::uint32_t resource) const { return resource >= cells_; }
  std::uint32_t word_of_cell(std::uint32_t resource) const { return resource - cells_; }

  // Around a step: before it, and after it, when the footprint of what happened is known.
  // `woken`: the thread touches itself, for another one may have woken it.
  void before(kernel::ThreadId thread, const kernel::Operation& operation);
  void after(kernel::ThreadId thread, bool woken, Footprint& footprint);
  // Of an access that has not happened, as far as it can be told.
  void predict(kernel::ThreadId thread, const kernel::Operation& operation, bool woken,
               Footprint& footprint);

 private:
  void add(std::uint32_t resource, bool writes, bool plain = false);
  // `done`: it is not one that has failed (kernel::Event::wrote).
  void add_operation(const kernel::Operation& operation, bool done);
  void add_memory(std::uint32_t word, bool writes, bool plain);
  void add_heap();
  void add_awaited(kernel::ThreadId thread);
  void add_threads_woken(kernel::ThreadId thread);
  void finish();

  kernel::Execution& execution_;
  const kernel::Program& program_;
  std::uint32_t objects_;
  std::uint32_t conditions_;
  std::uint32_t allocator_;
  std::uint32_t cells_;
  std::vector<kernel::Event> events_;
  std::vector<std::uint32_t> deleted_;  // cells
  std::vector<int> statuses_;           // of threads before the step, when it may wake some
  bool wakes_ = false;
  bool has_conditions_;
  std::uint32_t awaited_ = kernel::kNoId;
  Footprint* to_ = nullptr;
};

}  // namespace heddle::explore
