#include "cli/interrupt.h"

#include <csignal>

namespace heddle::cli {
namespace {

std::atomic<bool> signalled = false;
std::atomic<bool> stop_asked = false;
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler sets it");

extern "C" void on_signal(int) {
  signalled.store(true, std::memory_order_relaxed);
  stop_asked.store(true, std::memory_order_relaxed);
}

}  // namespace

const std::atomic<bool>& interrupted() { return signalled; }

const std::atomic<bool>& searches_stopped() { return stop_asked; }

void stop_searches() { stop_asked.store(true, std::memory_order_relaxed); }

void catch_interrupts() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
  sigemptyset(&action.sa_mask);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction before {};
    const bool ignored = sigaction(signal, nullptr, &before) == 0 && before.sa_handler == SIG_IGN;
    if (!ignored) sigaction(signal, &action, nullptr);
  }
}

}  // namespace heddle::cli
