// What is not wrong but makes a pass hollow, as far as the text alone tells.
#include <fmt/format.h>

#include <string>

#include "base/words.h"
#include "scenario/sections.h"

namespace heddle::scenario {

namespace {

bool is_lock(ObjectClass object_class) {
  return object_class == ObjectClass::kMutex || object_class == ObjectClass::kRwLock;
}

// Adds warnings of one sort; of very many the first, and how many more there are.
class Sort {
 public:
  Sort(Reading& reading, std::string_view what) : r_(reading), what_(what) {}
  ~Sort() {
    if (count_ <= kMost) return;
    r_.scenario.warnings.push_back(
        {"", fmt::format("and {} more {}", grouped(count_ - kMost), what_)});
  }
  Sort(const Sort&) = delete;
  Sort& operator=(const Sort&) = delete;

  // `text` makes the text, where it is wanted.
  template <class Text>
  void add(JsonId node, Text text) {
    r_.stop.look();
    if (++count_ <= kMost) r_.scenario.warnings.push_back({r_.document.pointer(node), text()});
  }

 private:
  static constexpr std::uint64_t kMost = 50;
  Reading& r_;
  std::string_view what_;
  std::uint64_t count_ = 0;
};

std::string by(const Reading& reading, const Use& use) {
  return use.thread == kNone
             ? std::string("no thread")
             : "only the thread " + in_quotes(reading.scenario.threads[use.thread].name);
}

void warn_of_idle_threads(Reading& reading) {
  Sort sort(reading, "threads that make no access");
  for (const std::uint32_t thread : reading.idle_threads) {
    sort.add(reading.thread_nodes[thread], [&] {
      return "the thread " + in_quotes(reading.scenario.threads[thread].name) + " makes no access";
    });
  }
}

void warn_of_unread_locals(Reading& reading) {
  Sort sort(reading, "locals that are never read");
  for (const auto& each : reading.lets) {
    const LetUse& let = each.second;
    if (let.read || let.accesses) continue;
    sort.add(each.first, [&] { return "the local " + in_quotes(let.name) + " is never read"; });
  }
}

void warn_of_unshared_variables(Reading& reading) {
  Sort sort(reading, "variables that at most one thread uses");
  for (std::size_t i = 0; i < reading.variable_uses.size(); ++i) {
    const Use& use = reading.variable_uses[i];
    if (use.many || use.checked) continue;
    const Variable& variable = reading.scenario.variables[i];
    sort.add(reading.variable_nodes[i], [&] {
      return by(reading, use) + " uses the " + (variable.atomic ? "atomic" : "shared") +
             " variable " + in_quotes(variable.name);
    });
  }
}

void warn_of_uncontended_locks(Reading& reading) {
  Sort sort(reading, "locks that are never contended");
  for (std::size_t i = 0; i < reading.object_uses.size(); ++i) {
    const ObjectFamily& family = reading.scenario.objects[i];
    const Use& use = reading.object_uses[i];
    if (use.many || !is_lock(family.object_class)) continue;
    sort.add(reading.object_nodes[i], [&] {
      return "the lock " + in_quotes(family.name) + " is never contended: " + by(reading, use) +
             " uses it";
    });
  }
}

}  // namespace

void add_warnings(Reading& reading) {
  warn_of_idle_threads(reading);
  warn_of_unread_locals(reading);
  warn_of_unshared_variables(reading);
  warn_of_uncontended_locks(reading);
}

}  // namespace heddle::scenario
