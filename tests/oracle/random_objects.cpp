// Random steps over synchronisation objects, records and threads.
#include "oracle/random_program.h"

namespace heddle::oracle {

// A lock around some steps, as a block or by two statements.
void ProgramWriter::add_lock(Steps& steps, const Context& context) {
  const auto& features = declared_.features;
  std::vector<std::vector<std::string>> kinds;  // with, taking, leaving
  if (features.mutexes) {
    const auto& mutex = random_.pick(declared_.mutexes);
    kinds.push_back({mutex, "lock " + mutex, "unlock " + mutex});
  }
  if (features.rwlocks) {
    const auto& lock = random_.pick(declared_.rwlocks);
    kinds.push_back({"rdlock " + lock, "rdlock " + lock, "rdunlock " + lock});
    kinds.push_back({"wrlock " + lock, "wrlock " + lock, "wrunlock " + lock});
  }
  if (features.semaphores) {
    const auto& semaphore = random_.pick(declared_.semaphores);
    kinds.push_back({"acquire " + semaphore, "acquire " + semaphore, "release " + semaphore});
  }
  if (kinds.empty() || !spend(2)) return add_assignment(steps);
  const auto kind = random_.pick(kinds);
  if (random_.percent(15) && kind[1].substr(0, 5) == "lock ") {
    const auto name = fresh("got");
    add_text(steps, "let " + name + " = try" + kind[1]);
    auto then = list(1, context);
    then.push_back(quoted(kind[2]));
    steps.push_back("{\"if\": " + quoted(name) + ", \"then\": " + json_list(then) + "}");
    locals_.push_back({name});
    return;
  }
  auto body = list(random_.between(1, 2), context);
  if (random_.percent(60)) {
    steps.push_back("{\"with\": " + quoted(kind[0]) + ", \"do\": " + json_list(body) + "}");
    return;
  }
  add_text(steps, kind[1]);
  // A block of its own: what the list declares is not visible after it.
  steps.push_back("{\"if\": \"true\", \"then\": " + json_list(body) + "}");
  add_text(steps, kind[2]);
}

std::string ProgramWriter::nested_locks(bool kept) {
  auto locks = declared_.mutexes;
  for (const auto& name : declared_.rwlocks)
    locks.insert(locks.end(), {"rdlock " + name, "wrlock " + name});
  for (const auto& name : declared_.semaphores) locks.push_back("acquire " + name);
  const auto outer = random_.pick(locks);
  const auto inner = random_.pick(locks);
  const auto object = [](const std::string& lock) { return lock.substr(lock.find(' ') + 1); };
  if (object(outer) == object(inner)) return "";
  const auto block = [](const std::string& lock, const std::string& steps) {
    return "{\"with\": " + quoted(lock) + ", \"do\": [" + steps + "]}";
  };
  if (!kept) return block(outer, block(inner, ""));
  const auto take = [](const std::string& lock) {
    return quoted(lock.find(' ') == std::string::npos ? "lock " + lock : lock);
  };
  return "{\"if\": \"true\", \"then\": [" + take(outer) + ", " + take(inner) + "]}";
}

// What never blocks, so that it may stand in an atomic block too.
void ProgramWriter::add_nonblocking_object(Steps& steps, const Context& context) {
  const auto& features = declared_.features;
  std::vector<std::string> statements;
  if (features.conditions) {
    statements.push_back("notify cv");
    statements.push_back("notify_all cv");
  }
  if (features.semaphores) statements.push_back("release " + random_.pick(declared_.semaphores));
  if (features.mutexes && features.misuse && context.indivisible)
    statements.push_back("unlock " + random_.pick(declared_.mutexes));
  if (statements.empty() || !spend(1)) return add_assignment(steps);
  add_text(steps, random_.pick(statements));
}

void ProgramWriter::add_misuse(Steps& steps, const Context& context) {
  const auto& features = declared_.features;
  std::vector<std::string> statements;
  if (features.mutexes) statements.push_back("unlock " + random_.pick(declared_.mutexes));
  if (features.mutexes && !context.indivisible)
    statements.push_back("lock " + random_.pick(declared_.mutexes));
  if (features.rwlocks) {
    statements.push_back("rdunlock " + random_.pick(declared_.rwlocks));
    statements.push_back("wrunlock " + random_.pick(declared_.rwlocks));
    if (!context.indivisible) {
      statements.push_back("rdlock " + random_.pick(declared_.rwlocks));
      statements.push_back("wrlock " + random_.pick(declared_.rwlocks));
    }
  }
  if (features.conditions && features.mutexes && !context.indivisible)
    statements.push_back("wait cv with " + random_.pick(declared_.mutexes));
  if (features.semaphores && !context.indivisible)
    statements.push_back("acquire " + random_.pick(declared_.semaphores));
  if (features.channels && !context.indivisible) statements.push_back("send ch, 1");
  if (features.barriers && !context.indivisible) statements.push_back("arrive b");
  if (statements.empty() || !spend(1)) return add_local(steps);
  add_text(steps, random_.pick(statements));
}

void ProgramWriter::add_spawn(Steps& steps, const Context& context) {
  if (declared_.spawnable.empty() || !spend(1)) return add_local(steps);
  const auto& thread = random_.pick(declared_.spawnable);
  const bool join = !context.indivisible && random_.percent(25);
  add_text(steps, (join ? "join " : "spawn ") + thread);
}

void ProgramWriter::add_heap(Steps& steps, const Context& context) {
  const auto nodes = locals_of(Kind::kNode, false);
  const auto items = locals_of(Kind::kItem, false);
  const bool again = random_.percent(15) && !locals_of(Kind::kNode, true).empty();
  switch (random_.below(12)) {
    case 0:
    case 1: {
      if (!spend(1)) break;
      if (again) return add_text(steps, random_.pick(nodes) + " = new Node");
      const bool item = random_.percent(50);
      const auto name = fresh(item ? "it" : "p");
      add_text(steps, "let " + name + " = new " + (item ? "Item" : "Node"));
      locals_.push_back({name, item ? Kind::kItem : Kind::kNode});
      return;
    }
    case 2: {
      const auto value = pointer(Kind::kNode);
      const auto name = fresh("q");
      const bool typed = value == "null" || random_.percent(30);
      add_text(steps, "let " + name + (typed ? ": Node = " : " = ") + value);
      locals_.push_back({name, Kind::kNode});
      return;
    }
    case 3:
    case 4: {
      if (!spend(1)) break;
      static const std::vector<std::string> kTargets = {"top", "top", "tail", "head", "slots[0]"};
      return add_text(steps, random_.pick(kTargets) + " = " + pointer(Kind::kNode));
    }
    case 5: {
      if (!spend(1)) break;
      if (!items.empty() && random_.percent(40))
        return add_text(steps, "delete " + random_.pick(items));
      return add_text(steps, "delete " + pointer(Kind::kNode));
    }
    case 6: {
      const auto owner = node_field_owner();
      if (owner.empty() || !spend(1)) break;
      return add_text(
          steps, owner + (random_.percent(50) ? ".next = " : ".link = ") + pointer(Kind::kNode));
    }
    case 7: {
      const auto owner = node_field_owner();
      if (owner.empty() || !spend(2)) break;
      static const std::vector<std::string> kChanges = {".value += 1", ".value = 1", ".hits += 1",
                                                        ".hits = 2"};
      if (nodes.empty() || random_.percent(40))
        return add_text(steps, owner + random_.pick(kChanges));
      const auto& guarded = random_.pick(nodes);
      steps.push_back("{\"if\": " + quoted(guarded + " != null") + ", \"then\": [" +
                      quoted(guarded + random_.pick(kChanges)) + "]}");
      return;
    }
    case 8: {
      if (!spend(1)) break;
      static const std::vector<std::string> kOperations = {"cas(head, ", "cas(head, null, "};
      const auto operation = random_.pick(kOperations);
      const auto first = operation == "cas(head, " ? pointer(Kind::kNode) + ", " : "";
      return add_text(steps, operation + first + pointer(Kind::kNode) + ")");
    }
    case 9: {
      if (!spend(1)) break;
      const auto name = fresh("was");
      add_text(steps, "let " + name + " = exchange(head, " + pointer(Kind::kNode) + ")");
      locals_.push_back({name, Kind::kNode});
      return;
    }
    default: {
      if (!spend(2)) break;
      if (items.empty()) {
        const auto name = fresh("it");
        add_text(steps, "let " + name + (random_.percent(70) ? " = new Item" : " = item"));
        if (random_.percent(50) && spend(1))
          add_text(steps, name + ".owner = " + pointer(Kind::kNode));
        locals_.push_back({name, Kind::kItem});
        return;
      }
      static const std::vector<std::string> kChanges = {".data += 1", ".data = 3"};
      if (random_.percent(50)) return add_text(steps, "item = " + random_.pick(items));
      if (random_.percent(50))
        return add_text(steps, random_.pick(items) + ".owner = " + pointer(Kind::kNode));
      return add_text(steps, random_.pick(items) + random_.pick(kChanges));
    }
  }
  if (context.depth > 2) return add_local(steps);
  add_assignment(steps);
}

}  // namespace heddle::oracle
