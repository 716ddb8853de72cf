// What is not wrong but makes a pass hollow, as far as the text alone tells.
#include <string>

#include "scenario/sections.h"

namespace heddle::scenario {

namespace {

bool is_lock(ObjectClass object_class) {
  return object_class == ObjectClass::kMutex || object_class == ObjectClass::kRwLock;
}

}  // namespace

void add_warnings(Reading& reading) {
  Scenario& scenario = reading.scenario;
  const auto warn = [&](JsonId node, std::string text) {
    scenario.warnings.push_back({reading.document.pointer(node), std::move(text)});
  };
  const auto by = [&](const Use& use) {
    return use.thread == kNone ? std::string("no thread")
                               : "only the thread " + quoted(scenario.threads[use.thread].name);
  };
  for (const auto& [node, let] : reading.lets) {
    if (!let.read) warn(node, "the local " + quoted(let.name) + " is never read");
  }
  for (std::size_t i = 0; i < scenario.variables.size(); ++i) {
    const Use& use = reading.variable_uses[i];
    if (use.many || use.checked) continue;
    const std::string kind = scenario.variables[i].atomic ? "atomic" : "shared";
    warn(reading.variable_nodes[i],
         by(use) + " uses the " + kind + " variable " + quoted(scenario.variables[i].name));
  }
  for (std::size_t i = 0; i < scenario.objects.size(); ++i) {
    const ObjectFamily& family = scenario.objects[i];
    const Use& use = reading.object_uses[i];
    if (use.many || !is_lock(family.object_class)) continue;
    warn(reading.object_nodes[i],
         "the lock " + quoted(family.name) + " is never contended: " + by(use) + " uses it");
  }
}

}  // namespace heddle::scenario
