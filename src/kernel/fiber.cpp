#include "kernel/fiber.h"

#include <new>
#include <utility>

#include "base/sanitizers.h"

#ifdef HEDDLE_ASAN
#include <sanitizer/common_interface_defs.h>
#endif

#ifdef HEDDLE_TSAN
#include <sanitizer/tsan_interface.h>
#endif

namespace heddle::kernel {

namespace {

// Tells ThreadSanitizer which fiber runs next: it keeps a context for each. Nothing in other
// builds.
void* new_context() {
#ifdef HEDDLE_TSAN
  return __tsan_create_fiber(0);
#else
  return nullptr;
#endif
}

void* current_context() {
#ifdef HEDDLE_TSAN
  return __tsan_get_current_fiber();
#else
  return nullptr;
#endif
}

void switch_context([[maybe_unused]] void* to) {
#ifdef HEDDLE_TSAN
  __tsan_switch_to_fiber(to, 0);
#endif
}

void delete_context([[maybe_unused]] void* context) {
#ifdef HEDDLE_TSAN
  __tsan_destroy_fiber(context);
#endif
}

// Tells AddressSanitizer which stack runs next; nothing in other builds.
void start_switch([[maybe_unused]] void** save, [[maybe_unused]] const void* bottom,
                  [[maybe_unused]] std::size_t bytes) {
#ifdef HEDDLE_ASAN
  __sanitizer_start_switch_fiber(save, bottom, bytes);
#endif
}

void finish_switch([[maybe_unused]] void* saved, [[maybe_unused]] const void** old_bottom,
                   [[maybe_unused]] std::size_t* old_bytes) {
#ifdef HEDDLE_ASAN
  __sanitizer_finish_switch_fiber(saved, old_bottom, old_bytes);
#endif
}

// Boost.Context's view of a StackPool.
struct PoolAllocator {
  StackPool* pool;
  boost::context::stack_context stack;
  boost::context::stack_context allocate() const { return stack; }
  void deallocate(const boost::context::stack_context& used) const { pool->deallocate(used); }
};

}  // namespace

Fiber::Fiber(StackPool& pool, Entry entry, void* argument) : entry_(entry), argument_(argument) {
  inner_context_ = new_context();
  const auto stack = pool.allocate();
  stack_bottom_ = static_cast<char*>(stack.sp) - stack.size;
  stack_bytes_ = stack.size;
  inner_ = boost::context::fiber(std::allocator_arg, PoolAllocator{&pool, stack},
                                 [this](boost::context::fiber&& outer) {
                                   run(std::move(outer));
                                   return std::move(outer_);
                                 });
}

Fiber::~Fiber() {
  if (inner_) {
    void* saved = nullptr;
    start_switch(&saved, stack_bottom_, stack_bytes_);
    outer_context_ = current_context();
    switch_context(inner_context_);
    inner_ = boost::context::fiber();  // unwinds
    finish_switch(saved, nullptr, nullptr);
  }
  delete_context(inner_context_);
}

void Fiber::resume() {
  void* saved = nullptr;
  start_switch(&saved, stack_bottom_, stack_bytes_);
  outer_context_ = current_context();
  switch_context(inner_context_);
  inner_ = std::move(inner_).resume();
  finish_switch(saved, nullptr, nullptr);
}

void Fiber::park() {
  start_switch(&fake_stack_, outer_bottom_, outer_bytes_);
  switch_context(outer_context_);
  try {
    outer_ = std::move(outer_).resume();
  } catch (...) {  // the fiber is being unwound
    enter();
    throw;
  }
  enter();
}

void Fiber::enter() { finish_switch(fake_stack_, &outer_bottom_, &outer_bytes_); }

void Fiber::leave() {
  start_switch(nullptr, outer_bottom_, outer_bytes_);
  switch_context(outer_context_);
}

void Fiber::run(boost::context::fiber&& outer) {
  struct Leave {
    Fiber& fiber;
    ~Leave() { fiber.leave(); }
  } const leave{*this};
  outer_ = std::move(outer);
  enter();
  try {
    entry_(argument_);
  } catch (const boost::context::detail::forced_unwind&) {
    throw;
  } catch (const std::bad_alloc&) {
    exception_ = std::current_exception();
    out_of_memory_ = true;
  } catch (...) {
    exception_ = std::current_exception();
  }
  finished_ = true;
}

}  // namespace heddle::kernel
