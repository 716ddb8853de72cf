// Synchronisation objects and threads as statements name them, and who uses what.
#include <string>

#include "scenario/resolver.h"

namespace heddle::scenario {

namespace {

// How an object of the class is declared.
std::string declaration(ObjectClass object_class, std::string_view name) {
  switch (object_class) {
    case ObjectClass::kMutex:
      return "\"mutexes\": [" + in_quotes(name) + "]";
    case ObjectClass::kRwLock:
      return "\"rwlocks\": [" + in_quotes(name) + "]";
    case ObjectClass::kCondition:
      return "\"conditions\": [" + in_quotes(name) + "]";
    case ObjectClass::kSemaphore:
      return "\"semaphores\": {" + in_quotes(name) + ": 1}";
    case ObjectClass::kBarrier:
      return "\"barriers\": {" + in_quotes(name) + ": 2}";
    case ObjectClass::kChannel:
      return "\"channels\": {" + in_quotes(name) + ": 1}";
    case ObjectClass::kThread:
      return "\"threads\": {" + in_quotes(name) + ": [...]}";
  }
  __builtin_unreachable();
}

constexpr std::size_t kNamesSearchedMax = 10'000;  // for one that is nearly what was written

}  // namespace

ObjectRef Resolver::synchronise(const OutlineStep& outline, ObjectClass wanted) {
  return object(outline, outline.statement.object, wanted);
}

namespace {

bool of_class(const Symbol& symbol, ObjectClass wanted) {
  if (wanted == ObjectClass::kThread) return symbol.kind == SymbolKind::kThread;
  return symbol.kind == SymbolKind::kObject && symbol.object_class == wanted;
}

}  // namespace

// What to say when the name is not one of the wanted class.
std::string Resolver::no_object(std::string_view name, ObjectClass wanted) const {
  const Symbol* symbol = r_.names.find(name);
  const bool local = find_local(name) != nullptr;
  const std::string what(describe(wanted));
  if (local || symbol) {
    return in_quotes(name) + " is " + (local ? "a local" : std::string(describe(*symbol))) +
           ", and " + what + " must stand here";
  }
  std::vector<std::string_view> near;
  if (r_.names.all().size() <= kNamesSearchedMax) {
    for (const auto& [each, other] : r_.names.all()) {
      if (of_class(other, wanted)) near.push_back(each);
    }
  }
  const std::string meant = did_you_mean(name, near);
  return "no " + what.substr(2) + " is called " + in_quotes(name) +
         (meant.empty() ? "; declare it: " + declaration(wanted, name) : meant);
}

ObjectRef Resolver::object(const OutlineStep& outline, const syntax::Object& object,
                           ObjectClass wanted) {
  ObjectRef result;
  result.object_class = wanted;
  const syntax::Word& name = object.name;
  const auto wrong = [&](std::string message) {
    r_.problems.in_text(outline.text, name.begin, name.end, std::move(message));
  };
  if (object.index.present()) result.index = integer(outline.text, object.index, "an index").id;
  const Symbol* symbol = find_local(name.text) ? nullptr : r_.names.find(name.text);
  if (!symbol || !of_class(*symbol, wanted)) {
    if (!r_.misdeclared.contains(name.text)) wrong(no_object(name.text, wanted));
    return result;
  }
  const bool thread = wanted == ObjectClass::kThread;
  result.family = symbol->index;
  const bool array = thread ? r_.scenario.threads[symbol->index].counted
                            : r_.scenario.objects[symbol->index].is_array;
  if (array && !object.index.present()) {
    wrong(in_quotes(name.text) + " has several; say which: " + in_quotes(shown(name.text) + "[0]"));
  } else if (!array && object.index.present()) {
    wrong(in_quotes(name.text) + " is a single one and takes no index");
  }
  if (thread && outline.statement.kind == StepKind::kSpawn &&
      r_.scenario.threads[symbol->index].start) {
    wrong("the thread " + in_quotes(name.text) +
          " starts by itself; only one with \"start\": false can be spawned");
  }
  if (!thread) use_object(symbol->index);
  return result;
}

namespace {

void note(Use& use, const Thread& thread, std::uint32_t index) {
  if (thread.counted && thread.count > 1) use.many = true;
  if (use.thread != kNone && use.thread != index) use.many = true;
  if (use.thread == kNone) use.thread = index;
}

}  // namespace

void Resolver::use_variable(std::uint32_t index) {
  if (rules_.in_check) r_.variable_uses[index].checked = true;
  if (thread_ && !names_only_) note(r_.variable_uses[index], *thread_, thread_index_);
}

void Resolver::use_object(std::uint32_t index) {
  if (thread_ && !names_only_) note(r_.object_uses[index], *thread_, thread_index_);
}

}  // namespace heddle::scenario
