// Threads that do the tasks of one round after another together. Whatever one of them throws
// reaches the thread that asked; where a thread cannot be made, or has no memory to join, there is
// one fewer, and the others do its tasks.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "base/check.h"
#include "explore/result.h"

namespace heddle::explore {

class Crew {
 public:
  using Work = std::function<void(std::size_t task)>;

  // At most so many threads besides the calling one. `join` is called in each, and gives what does
  // tasks there.
  Crew(std::uint64_t others, const std::function<Work()>& join);
  // Waits for the threads.
  ~Crew();
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  // Does tasks 0 to count - 1, each once, in any order; `mine` does those of the calling thread,
  // which calls `wait` every few milliseconds while others still work. What one of them throws is
  // thrown here, when all have ended.
  void do_all(std::size_t count, const Work& mine, const std::function<void()>& wait);

 private:
  void dismiss();
  void follow(const std::function<Work()>& join);
  // Does what is left of the round; the mutex is locked before and after.
  void do_rest(std::unique_lock<std::mutex>& lock, const Work& work);

  std::mutex mutex_;
  std::condition_variable begun_;
  std::condition_variable done_;
  std::size_t next_ = 0;
  std::size_t count_ = 0;
  std::size_t left_ = 0;  // tasks that are not done
  bool dismissed_ = false;
  std::exception_ptr failure_;
  std::vector<std::jthread> threads_;
};

// What a thread of a crew works with: an execution of its own, and an engine of runs on it.
template <class Engine>
struct CrewMember {
  template <class... Rest>
  explicit CrewMember(const Options& options, Rest&&... rest)
      : worker(options.make_worker()), engine(worker->run(), std::forward<Rest>(rest)...) {}
  std::unique_ptr<Worker> worker;
  Engine engine;
};

// The same with an engine of states.
template <class Engine>
struct StateCrewMember {
  template <class... Rest>
  explicit StateCrewMember(const Options& options, Rest&&... rest)
      : worker(options.make_worker()),
        machine(machine_of(*worker)),
        engine(machine.execution, machine.program, std::forward<Rest>(rest)...) {}
  std::unique_ptr<Worker> worker;
  kernel::StateMachine machine;
  Engine engine;

 private:
  static kernel::StateMachine machine_of(Worker& worker) {
    const auto states = worker.run().states();
    CHECK(states && "workers run what the search runs");
    return *states;
  }
};

// How many threads besides the calling one a search makes that has work for `most` in all.
std::uint64_t others_in_crew(const Options& options, std::uint64_t most);

}  // namespace heddle::explore
