#include "oracle/waits.h"

#include <algorithm>

namespace heddle::oracle {

namespace {

using Threads = std::vector<std::uint32_t>;

class Waits {
 public:
  Waits(const scenario::Scenario& scenario, const std::vector<ThreadId>& threads,
        const World& world)
      : scenario_(scenario), threads_(threads), world_(world) {}

  bool blocked(std::uint32_t i) const {
    return world_.threads[i].started && !world_.threads[i].finished;
  }
  bool background(std::uint32_t i) const {
    return scenario_.threads[threads_[i].declaration].background;
  }

  // The threads one of which `i` waits for: those inside its lock, or the one it joins.
  Threads waits_for(std::uint32_t i) const {
    if (!blocked(i) || world_.threads[i].at_barrier) return {};
    const auto& next = world_.threads[i].next;
    if (next.wait == Wait::kJoin) return {next.family};
    const bool lock = next.wait == Wait::kLock || next.wait == Wait::kReadLock ||
                      next.wait == Wait::kWriteLock || next.wait == Wait::kRelock;
    if (!lock || sleeps(i)) return {};
    const auto& object = world_.objects[next.family][next.member];
    Threads inside;
    if (object.holder >= 0) inside.push_back(static_cast<std::uint32_t>(object.holder));
    if (next.wait == Wait::kWriteLock)
      inside.insert(inside.end(), object.inside.begin(), object.inside.end());
    return inside;
  }

  std::string name_of(const Threads& waiting) const {
    std::vector<std::string> texts;
    for (const auto i : waiting)
      texts.push_back(scenario_.threads[threads_[i].declaration].name + ": " + access_of(i));
    std::sort(texts.begin(), texts.end());
    std::string name;
    for (const auto& text : texts) name += (name.empty() ? "" : ", ") + text;
    return name;
  }

 private:
  // After a wait, and nobody has notified it.
  bool sleeps(std::uint32_t i) const {
    const auto& next = world_.threads[i].next;
    if (next.wait != Wait::kRelock) return false;
    const auto& asleep = world_.objects[next.family2][next.member2].asleep;
    return std::find(asleep.begin(), asleep.end(), i) != asleep.end();
  }

  std::string access_of(std::uint32_t i) const {
    const auto& next = world_.threads[i].next;
    if (next.wait == Wait::kCondition) return "await " + next.condition;
    if (!sleeps(i)) return next.text;
    const auto& family = scenario_.objects[next.family2];
    const auto number = "[" + std::to_string(next.member2) + "]";
    return "wait " + family.name + (family.is_array ? number : "");
  }

  const scenario::Scenario& scenario_;
  const std::vector<ThreadId>& threads_;
  const World& world_;
};

// Adds each cycle that begins at path[0], its smallest thread, and goes on behind the path.
void add_cycles(const Waits& waits, Threads& path, std::set<std::string>& names) {
  for (const auto next : waits.waits_for(path.back())) {
    if (next == path.front()) names.insert(waits.name_of(path));
    if (next <= path.front() || std::find(path.begin(), path.end(), next) != path.end()) continue;
    path.push_back(next);
    add_cycles(waits, path, names);
    path.pop_back();
  }
}

}  // namespace

std::set<std::string> deadlock_names(const scenario::Scenario& scenario,
                                     const std::vector<ThreadId>& threads, const World& world) {
  const Waits waits(scenario, threads, world);
  Threads all;
  for (std::uint32_t i = 0; i < threads.size(); ++i)
    if (waits.blocked(i) && !waits.background(i)) all.push_back(i);
  if (all.empty()) return {};
  std::set<std::string> names;
  for (std::uint32_t i = 0; i < threads.size(); ++i) {
    Threads path = {i};
    add_cycles(waits, path, names);
  }
  if (names.empty()) names.insert(waits.name_of(all));
  return names;
}

}  // namespace heddle::oracle
