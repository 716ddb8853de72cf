#include "explore/crew.h"

#include <sys/mman.h>

#include <algorithm>
#include <chrono>
#include <new>
#include <system_error>
#include <utility>

namespace heddle::explore {

namespace {

constexpr std::uint64_t kMembersMax = 256;  // more are of no use to anybody
// A thread's stack, what its allocator takes at once, and room for its work.
constexpr std::size_t kAddressesOfThread = std::size_t{160} << 20;

// How many of so many threads there are addresses for. Where they are limited, threads would
// otherwise take what the search needs.
std::uint64_t with_room(std::uint64_t threads) {
  for (; threads > 0; threads /= 2) {
    const std::size_t bytes = threads * kAddressesOfThread;
    void* const room =
        mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (room == MAP_FAILED) continue;
    munmap(room, bytes);
    return threads;
  }
  return 0;
}

}  // namespace

std::uint64_t others_in_crew(const Options& options, std::uint64_t most) {
  if (!options.make_worker) return 0;
  return std::max<std::uint64_t>(1, std::min({options.jobs, most, kMembersMax})) - 1;
}

Crew::Crew(std::uint64_t others, const std::function<Work()>& join) {
  others = with_room(others);
  try {
    for (std::uint64_t i = 0; i < others; ++i) {
      threads_.emplace_back([this, join] { follow(join); });
    }
  } catch (const std::system_error&) {  // there are as many as there can be
  } catch (const std::bad_alloc&) {
  }
}

Crew::~Crew() { dismiss(); }

void Crew::dismiss() {
  const std::lock_guard lock(mutex_);
  dismissed_ = true;
  begun_.notify_all();
}

void Crew::do_all(std::size_t count, const Work& mine, const std::function<void()>& wait) {
  std::unique_lock lock(mutex_);
  next_ = 0;
  count_ = left_ = count;
  begun_.notify_all();
  do_rest(lock, mine);
  while (left_ > 0) {
    if (done_.wait_for(lock, std::chrono::milliseconds(5), [this] { return left_ == 0; })) break;
    lock.unlock();
    std::exception_ptr failure;
    try {
      wait();
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    if (failure) failure_ = failure;
  }
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

void Crew::follow(const std::function<Work()>& join) {
  Work work;
  try {
    work = join();
  } catch (const std::bad_alloc&) {
    return;
  } catch (const std::system_error&) {
    return;
  } catch (...) {
    const auto failure = std::current_exception();
    work = [failure](std::size_t) { std::rethrow_exception(failure); };
  }
  std::unique_lock lock(mutex_);
  for (;;) {
    begun_.wait(lock, [this] { return dismissed_ || next_ < count_; });
    if (dismissed_) return;
    do_rest(lock, work);
  }
}

void Crew::do_rest(std::unique_lock<std::mutex>& lock, const Work& work) {
  while (next_ < count_) {
    const std::size_t task = next_++;
    lock.unlock();
    std::exception_ptr failure;
    try {
      work(task);
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    if (failure) {
      failure_ = failure;
      left_ -= count_ - next_;  // nobody takes the others
      next_ = count_;
    }
    if (--left_ == 0) done_.notify_all();
  }
}

}  // namespace heddle::explore
