#include "base/deep_stack.h"

#include <pthread.h>

#include <exception>

namespace heddle {
namespace {

constexpr std::size_t kStackBytes = std::size_t{16} << 20;

struct Work {
  const std::function<void()>& run;
  std::exception_ptr thrown;
};

void* do_work(void* argument) {
  auto& work = *static_cast<Work*>(argument);
  try {
    work.run();
  } catch (...) {
    work.thrown = std::current_exception();
  }
  return nullptr;
}

// False: no thread could be started.
bool run_on_thread(Work& work) {
  pthread_attr_t attributes;
  if (pthread_attr_init(&attributes) != 0) return false;
  pthread_t thread{};
  const bool started = pthread_attr_setstacksize(&attributes, kStackBytes) == 0 &&
                       pthread_create(&thread, &attributes, do_work, &work) == 0;
  pthread_attr_destroy(&attributes);
  return started && pthread_join(thread, nullptr) == 0;
}

}  // namespace

void on_deep_stack(const std::function<void()>& work) {
  Work packed{work, nullptr};
  if (!run_on_thread(packed)) return work();
  if (packed.thrown) std::rethrow_exception(packed.thrown);
}

}  // namespace heddle
