// Random expressions, well typed.
#include "oracle/random_program.h"

namespace heddle::oracle {

bool ProgramWriter::spend(int accesses) {
  if (no_memory_ || budget_ < accesses) return false;
  budget_ -= accesses;
  return true;
}

std::vector<std::string> ProgramWriter::locals_of(Kind kind, bool assignable) const {
  std::vector<std::string> names;
  for (const auto& local : locals_)
    if (local.kind == kind && !(assignable && local.fixed)) names.push_back(local.name);
  return names;
}

std::string ProgramWriter::constant() {
  if (!declared_.constants.empty() && random_.percent(30)) return random_.pick(declared_.constants);
  if (random_.percent(6)) return random_.percent(50) ? "true" : "false";
  if (random_.percent(5)) return "-" + std::to_string(random_.between(1, 3));
  return std::to_string(random_.between(0, 3));
}

std::string ProgramWriter::local_only(int depth) {
  const bool before = no_memory_;
  no_memory_ = true;
  auto text = integer(depth);
  no_memory_ = before;
  return text;
}

std::string ProgramWriter::local_value() { return local_only(1); }

// Mostly inside; outside where failures are the subject.
std::string ProgramWriter::index(int size) {
  if (declared_.features.failures && random_.percent(12)) return std::to_string(size);
  const auto locals = locals_of(Kind::kInteger, false);
  if (!locals.empty() && random_.percent(25)) return random_.pick(locals) + " & 1";
  if (declared_.counted && random_.percent(25)) return "self & 1";
  if (!declared_.integers.empty() && random_.percent(8) && spend(1))
    return random_.pick(declared_.integers) + " & 1";
  return std::to_string(random_.below(size));
}

std::string ProgramWriter::array_cell(bool atomic) {
  return (atomic ? "cells[" : "a[") + index(2) + "]";
}

// A memory cell that holds an integer, as a target or a value; its own access is paid for.
std::string ProgramWriter::memory_integer() {
  const auto& features = declared_.features;
  if (features.atomics && random_.percent(40)) {
    if (features.arrays && random_.percent(30)) return array_cell(true);
    return random_.pick(declared_.atomic_integers);
  }
  if (features.arrays && random_.percent(40)) return array_cell(false);
  if (features.heap && random_.percent(25)) {
    const auto nodes = locals_of(Kind::kNode, false);
    if (!nodes.empty()) return random_.pick(nodes) + (random_.percent(30) ? ".hits" : ".value");
    const auto items = locals_of(Kind::kItem, false);
    if (!items.empty()) return random_.pick(items) + ".data";
  }
  return random_.pick(declared_.integers);
}

// cas, exchange or fetch_add; "" where there is nothing for it.
std::string ProgramWriter::indivisible_operation() {
  const auto& features = declared_.features;
  std::string target;
  const auto nodes = locals_of(Kind::kNode, false);
  if (features.heap && features.atomics && !nodes.empty() && random_.percent(40)) {
    target = random_.pick(nodes) + ".hits";
  } else if (features.atomics) {
    target = features.arrays && random_.percent(30) ? array_cell(true)
                                                    : random_.pick(declared_.atomic_integers);
  }
  if (target.empty() || !spend(1)) return "";
  const auto roll = random_.below(3);
  if (roll == 0) return "cas(" + target + ", " + integer(1) + ", " + integer(1) + ")";
  if (roll == 1) return "exchange(" + target + ", " + integer(1) + ")";
  return "fetch_add(" + target + ", " + integer(1) + ")";
}

std::string ProgramWriter::arithmetic(int depth) {
  static const std::vector<std::string> kUsual = {"+", "-", "*", "&", "|", "^", "+", "-"};
  static const std::vector<std::string> kRisky = {"/", "%", "<<", ">>"};
  const bool risky = random_.percent(declared_.features.failures ? 40 : 10);
  const auto op = random_.pick(risky ? kRisky : kUsual);
  auto left = integer(depth - 1);
  auto right = integer(depth - 1);
  if (risky && !declared_.features.failures) right = std::to_string(random_.between(1, 3));
  if (risky && declared_.features.failures && random_.percent(20)) left = "9223372036854775807";
  const auto text = left + " " + op + " " + right;
  return random_.percent(70) ? "(" + text + ")" : text;
}

std::string ProgramWriter::truth(int depth) {
  static const std::vector<std::string> kCompare = {"==", "!=", "<", "<=", ">", ">="};
  if (depth > 0 && random_.percent(25)) {
    const auto* op = random_.percent(50) ? " && " : " || ";
    return "(" + truth(depth - 1) + op + truth(depth - 1) + ")";
  }
  if (random_.percent(10)) return "!" + ("(" + integer(depth - 1) + ")");
  const auto nodes = locals_of(Kind::kNode, false);
  if (declared_.features.heap && random_.percent(30) && !nodes.empty()) {
    const auto other = random_.percent(50) ? "null" : pointer(Kind::kNode);
    return random_.pick(nodes) + (random_.percent(50) ? " == " : " != ") + other;
  }
  return integer(depth - 1) + " " + random_.pick(kCompare) + " " + integer(depth - 1);
}

std::string ProgramWriter::integer(int depth) {
  const auto& features = declared_.features;
  const auto roll = random_.below(100);
  if (depth <= 0 || roll < 20) {
    const auto locals = locals_of(Kind::kInteger, false);
    if (!locals.empty() && random_.percent(55)) return random_.pick(locals);
    if (declared_.counted && random_.percent(20)) return "self";
    if (random_.percent(50) && spend(1)) return memory_integer();
    return constant();
  }
  if (roll < 55 && spend(1)) return memory_integer();
  if (roll < 63)
    return (random_.percent(50) ? "min(" : "max(") + integer(depth - 1) + ", " +
           integer(depth - 1) + ")";
  if (roll < 66 && features.arrays && !no_memory_)
    return features.atomics ? "len(cells)" : "len(a)";
  if (roll < 70) return (random_.percent(50) ? "-" : "~") + ("(" + integer(depth - 1) + ")");
  if (roll < 78 && !changes_nothing_ && !no_memory_) {
    const auto operation = indivisible_operation();
    if (!operation.empty()) return operation;
  }
  if (roll < 85) return "(" + truth(depth - 1) + ")";
  return arithmetic(depth);
}

// An expression of that pointer type; may be null.
std::string ProgramWriter::pointer(Kind kind) {
  const auto locals = locals_of(kind, false);
  if (!locals.empty() && random_.percent(55)) return random_.pick(locals);
  if (kind == Kind::kItem) return random_.percent(70) && spend(1) ? "item" : "null";
  const auto items = locals_of(Kind::kItem, false);
  if (!items.empty() && random_.percent(25) && spend(1)) return random_.pick(items) + ".owner";
  const auto roll = random_.below(6);
  if (roll == 5 || !spend(1)) return "null";
  if (roll == 4 && !locals.empty())
    return random_.pick(locals) + (random_.percent(50) ? ".next" : ".link");
  if (roll == 3) return "slots[" + index(2) + "]";
  if (roll == 2) return "head";
  return random_.percent(60) ? "top" : "tail";
}

// Something to write `.field` behind.
std::string ProgramWriter::node_field_owner() {
  const auto nodes = locals_of(Kind::kNode, false);
  if (!nodes.empty() && random_.percent(80)) return random_.pick(nodes);
  return spend(1) ? "top" : "";
}

std::string ProgramWriter::condition() {
  changes_nothing_ = true;
  budget_ = 3;
  std::string text;
  if (declared_.features.heap && random_.percent(35)) {
    text = random_.percent(50) ? "top == null || top.value < 2" : "top != tail || head == null";
  } else {
    static const std::vector<std::string> kCompare = {"<=", "!=", "<", ">=", "=="};
    budget_ -= 1;
    text = memory_integer() + " " + random_.pick(kCompare) + " " + integer(1);
    if (random_.percent(25)) text += random_.percent(50) ? " || " + truth(1) : " && " + truth(1);
  }
  changes_nothing_ = false;
  return text;
}

}  // namespace heddle::oracle
