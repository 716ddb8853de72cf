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
#include <type_traits>
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

// The program of a worker, which is of this type.
template <class Program>
Program& program_of(Worker& worker) {
  if constexpr (std::is_same_v<Program, kernel::StateProgram>) {
    kernel::StateProgram* const states = worker.program().states();
    CHECK(states != nullptr && "workers run what the search runs");
    return *states;
  } else {
    return worker.program();
  }
}

// What a thread of a crew works with: an execution of its own, and an engine on it.
template <class Engine, class Program = kernel::Program>
struct CrewMember {
  template <class... Rest>
  explicit CrewMember(const Options& options, Rest&&... rest)
      : worker(options.make_worker()),
        engine(worker->execution(), program_of<Program>(*worker), std::forward<Rest>(rest)...) {}
  std::unique_ptr<Worker> worker;
  Engine engine;
};

// How many threads besides the calling one a search makes that has work for `most` in all.
std::uint64_t others_in_crew(const Options& options, std::uint64_t most);

}  // namespace heddle::explore
