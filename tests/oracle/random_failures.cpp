// Random steps that may fail.
#include "oracle/random_program.h"

namespace heddle::oracle {

// A value is read, and later another one stored that has nothing to do with it.
void ProgramWriter::add_blind_write(Steps& steps) {
  if (!spend(2)) return add_local(steps);
  const auto target = random_.pick(declared_.integers);
  const auto name = fresh("seen");
  add_text(steps, "let " + name + " = " + target);
  locals_.push_back({name});
  add_text(steps, target + " = " + constant());
}

void ProgramWriter::add_failure(Steps& steps, const Context& context) {
  static const std::vector<std::string> kChanges = {"/= ", "%= ", "+= 9223372036854775807 - ",
                                                    "*= 9223372036854775807 - "};
  const auto roll = random_.below(9);
  if (roll < 3) return add_assertion(steps);
  if (roll < 5) return add_wrong_index(steps, context);
  if (roll == 5 && spend(2))
    return add_text(steps, memory_integer() + " " + random_.pick(kChanges) + integer(1));
  if (roll == 6 && spend(1)) return add_text(steps, "x = 1 << (" + integer(1) + " - 1)");
  if (roll == 7) {
    const auto rounds = local_only(1);
    steps.push_back("{\"repeat\": " + quoted("1 / (" + rounds + ")") + ", \"do\": []}");
    return;
  }
  add_local(steps);
}

std::string ProgramWriter::assertion_text() {
  static const std::vector<std::string> kTexts = {" \"not // so\"", " \"it went wrong\"", " \"\""};
  return random_.pick(kTexts);
}

std::string ProgramWriter::assertion() {
  static const std::vector<std::string> kCompare = {" != ", " != ", " < ", " == "};
  auto text = "assert " + random_.pick(declared_.integers) + random_.pick(kCompare) + constant();
  return random_.percent(60) ? text + " :" + assertion_text() : text;
}

// With a text, the same as another one, an empty one, or none.
void ProgramWriter::add_assertion(Steps& steps) {
  const auto text = assertion_text();
  if (random_.percent(40)) {
    steps.push_back("{\"if\": " + quoted(truth(1)) + ", \"then\": [" + quoted("fail" + text) +
                    "]}");
    return;
  }
  add_text(steps, "assert " + truth(1) + (random_.percent(60) ? " :" + text : ""));
}

// Something beyond the end of an array, or that may be: of memory or of objects.
void ProgramWriter::add_wrong_index(Steps& steps, const Context& context) {
  const auto& features = declared_.features;
  std::vector<std::string> verbs;  // up to the index
  if (features.arrays) verbs.push_back("a");
  if (features.arrays && features.atomics) verbs.push_back("cells");
  if (declared_.mutexes.size() > 1) verbs.insert(verbs.end(), {"unlock fork", "trylock fork"});
  if (declared_.mutexes.size() > 1 && !context.indivisible) verbs.push_back("lock fork");
  if (declared_.rwlocks.size() > 1 && !context.indivisible)
    verbs.insert(verbs.end(), {"rdlock rws", "wrlock rws", "wrunlock rws"});
  if (declared_.semaphores.size() > 1) verbs.push_back("release ss");
  if (declared_.semaphores.size() > 1 && !context.indivisible) verbs.push_back("acquire ss");
  if (declared_.spawnable.size() > 1 && !context.indivisible && !context.procedure)
    verbs.insert(verbs.end(), {"spawn child", "join child"});
  if (verbs.empty() || !spend(1)) return add_local(steps);
  const auto verb = random_.pick(verbs);
  const auto object = verb + "[" + (random_.percent(60) ? "2" : integer(1)) + "]";
  if (verb.find("lock fork") == 0 && random_.percent(30)) {
    steps.push_back("{\"with\": " + quoted(object.substr(std::string("lock ").size())) +
                    ", \"do\": []}");
    return;
  }
  if (verb == "a" || verb == "cells") return add_text(steps, object + " = " + constant());
  if (verb != "trylock fork") return add_text(steps, object);
  const auto name = fresh("got");
  add_text(steps, "let " + name + " = " + object);
  locals_.push_back({name});
}

}  // namespace heddle::oracle
