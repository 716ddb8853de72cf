// Synchronisation objects and threads as statements name them, and who uses what.
#include <string>

#include "scenario/resolver.h"

namespace heddle::scenario {

ObjectRef Resolver::synchronise(const OutlineStep& outline, ObjectClass wanted) {
  return object(outline, outline.statement.object, wanted);
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
  const bool thread = symbol && symbol->kind == SymbolKind::kThread;
  const bool fits_class =
      symbol && (thread ? wanted == ObjectClass::kThread
                        : symbol->kind == SymbolKind::kObject && symbol->object_class == wanted);
  if (!fits_class) {
    std::vector<std::string_view> candidates;
    for (const auto& [each, what] : r_.names.all()) {
      const bool same = wanted == ObjectClass::kThread
                            ? what.kind == SymbolKind::kThread
                            : what.kind == SymbolKind::kObject && what.object_class == wanted;
      if (same) candidates.push_back(each);
    }
    const std::string what(describe(wanted));
    if (find_local(name.text) || symbol) {
      wrong(quoted(name.text) + " is " + (symbol ? std::string(describe(*symbol)) : "a local") +
            ", and " + what + " must stand here");
    } else {
      wrong("no " + what.substr(2) + " is called " + quoted(name.text) +
            did_you_mean(name.text, candidates));
    }
    return result;
  }
  result.family = symbol->index;
  const bool array = thread ? r_.scenario.threads[symbol->index].counted
                            : r_.scenario.objects[symbol->index].is_array;
  if (array && !object.index.present()) {
    wrong(quoted(name.text) + " has several; say which: " + quoted(shown(name.text) + "[0]"));
  } else if (!array && object.index.present()) {
    wrong(quoted(name.text) + " is a single one and takes no index");
  }
  if (thread && outline.statement.kind == StepKind::kSpawn &&
      r_.scenario.threads[symbol->index].start) {
    wrong("the thread " + quoted(name.text) +
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
