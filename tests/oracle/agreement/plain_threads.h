// A second thing that can be scheduled, no kernel at all: threads are lists of operations on
// addresses, which may start threads and make locks while they run. For tests of what strategies
// see (kernel/schedulable.h).
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "detect/data_race.h"
#include "kernel/schedulable.h"

namespace heddle::oracle {

// One operation. A thread has one register; local ones happen with the operation before them.
struct PlainOperation {
  enum Kind : std::uint8_t {
    kRead,      // register = memory[address]
    kWrite,     // memory[address] = register + value
    kLock,      // the lock at `address`, or one of kNewest, kGiven
    kUnlock,    // likewise
    kStart,     // body `address`, which is given the newest lock
    kJoin,      // the how-manieth thread that it started, from 0
    kMakeLock,  // local: the newest lock is a new one
    kRepeat,    // local: `value` times more from operation `address` on
    kAssert,    // local: fails unless register <= value
    kFlag,      // local: marks that it was here
  };
  static constexpr std::uint32_t kNewest = 1'000;
  static constexpr std::uint32_t kGiven = 1'001;

  Kind kind = kRead;
  std::uint32_t address = 0;
  kernel::Value value = 0;
};

struct PlainProgram {
  std::vector<std::vector<PlainOperation>> bodies{};
  std::uint32_t roots = 0;  // threads that are there at the start: of the first so many bodies
  std::uint32_t cells = 0;
  std::uint32_t locks = 0;  // that are there at the start
};

class PlainThreads final : public kernel::Schedulable {
 public:
  static constexpr std::uint32_t kMadeMax = 3;  // threads, and locks, that one thread makes

  // The program must outlive this.
  explicit PlainThreads(const PlainProgram& program) : program_(program) {
    for (std::uint32_t cell = 0; cell < program.cells; ++cell) {
      properties_.push_back({.kind = "data-race",
                             .name = "cell " + std::to_string(cell),
                             .memory = cell,
                             .pair = detect::is_data_race});
    }
    properties_.push_back({.kind = "flag", .name = "here", .mark = 0});
    properties_.push_back({.kind = "assertion", .name = ""});
    properties_.push_back({.kind = "deadlock", .name = ""});
  }

  std::uint32_t thread_count() const override {
    return threads_.empty() ? 0 : threads_.rbegin()->first + 1;
  }
  std::uint32_t object_count() const override {
    return owner_of_.empty() ? 0 : owner_of_.rbegin()->first + 1;
  }
  kernel::ThreadStage stage(kernel::ThreadId thread) const override;
  bool background(kernel::ThreadId) const override { return false; }

  using Schedulable::enabled;
  using Schedulable::pending;
  using Schedulable::step;
  void restart(kernel::Choices& choices) override;
  void step(kernel::ThreadId thread, const kernel::Operation& operation,
            kernel::Choices& choices) override;
  void pending(kernel::ThreadId thread, kernel::Operation& operation) const override;
  bool enabled(kernel::ThreadId thread, const kernel::Operation& operation) const override;
  kernel::End end(bool any_enabled) const override;
  kernel::Fault fault() const override { return fault_; }

  void begin_footprint(kernel::ThreadId, const kernel::Operation& operation) override {
    last_ = operation;
  }
  void end_footprint(kernel::ThreadId thread, kernel::Footprint& footprint) override;
  void predict_footprint(kernel::ThreadId, const kernel::Operation& operation,
                         kernel::Footprint& footprint) override;
  void predict_memory(kernel::ThreadId, const kernel::Operation& operation,
                      std::vector<kernel::MemoryTouch>& touches) override;
  std::optional<kernel::Value> availability(kernel::ObjectId object) const override;
  bool grants(const kernel::Operation&, kernel::Value availability) const override {
    return availability > 0;
  }
  bool awaits(kernel::ThreadId, const kernel::Operation&) const override { return false; }
  kernel::ObjectId contended(kernel::ThreadId, const kernel::Operation& operation) const override;

  const std::vector<kernel::Property>& properties() const override { return properties_; }
  bool marked(std::uint32_t) const override { return flag_; }
  std::uint32_t flag_count() const override { return 1; }
  std::uint32_t memory_name(std::uint32_t cell) const override { return cell; }
  bool memory_stays(std::uint32_t) const override { return true; }
  void outcome(std::vector<kernel::Value>& values) const override;
  void judge(kernel::End end, std::vector<kernel::Defect>& defects) override;

 private:
  struct Thread {
    std::uint32_t body = 0;
    std::size_t at = 0;  // operation
    kernel::Value seen = 0;
    std::uint32_t given = kernel::kNoId;
    std::uint32_t newest = kernel::kNoId;
    std::uint32_t threads_made = 0;
    std::uint32_t locks_made = 0;
    std::map<std::size_t, kernel::Value> repeated;
  };

  // The number of what `creator` made as its n-th, from 0.
  static std::uint32_t made(std::uint32_t roots, kernel::ThreadId creator, std::uint32_t n) {
    return roots + kMadeMax * creator + n;
  }
  const std::vector<PlainOperation>& body(const Thread& thread) const {
    return program_.bodies[thread.body];
  }
  std::uint32_t lock_of(const Thread& thread, const PlainOperation& operation) const;
  void add_touch(const kernel::Operation& operation, kernel::Footprint& footprint) const;
  void run_locally(kernel::ThreadId id);

  const PlainProgram& program_;
  std::vector<kernel::Property> properties_;
  std::map<kernel::ThreadId, Thread> threads_;             // that are there
  std::map<kernel::ObjectId, kernel::ThreadId> owner_of_;  // by lock; kNoId: it is free
  std::vector<kernel::Value> memory_;
  kernel::Fault fault_ = kernel::Fault::kNone;
  bool flag_ = false;
  kernel::Operation last_;
};

}  // namespace heddle::oracle
