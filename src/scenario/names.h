// The names of a scenario: one namespace for everything but fields and locals.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/problems.h"
#include "scenario/read_json.h"
#include "scenario/scenario.h"

namespace heddle::scenario {

enum class SymbolKind : std::uint8_t {
  kConstant,
  kVariable,
  kObject,  // of any class but kThread
  kRecord,
  kProcedure,
  kThread,
  kFlag,
};

struct Symbol {
  SymbolKind kind = SymbolKind::kConstant;
  std::uint32_t index = kNone;  // in the scenario's list of that kind
  bool atomic = false;          // of a variable
  ObjectClass object_class = ObjectClass::kMutex;
};

class Names {
 public:
  // False when the name is taken: then the earlier one stays.
  bool declare(std::string_view name, Symbol symbol) {
    return symbols_.try_emplace(name, symbol).second;
  }
  const Symbol* find(std::string_view name) const {
    const auto found = symbols_.find(name);
    return found == symbols_.end() ? nullptr : &found->second;
  }
  Symbol* find(std::string_view name) {
    const auto found = symbols_.find(name);
    return found == symbols_.end() ? nullptr : &found->second;
  }
  const std::map<std::string_view, Symbol>& all() const { return symbols_; }

 private:
  std::map<std::string_view, Symbol> symbols_;
};

bool is_identifier(std::string_view text);
// A word of the language, or one kept for later.
bool is_reserved(std::string_view word);
// The kinds of findings, in the order of the format page, flags left out.
const std::vector<std::string_view>& finding_kinds();
bool is_finding_kind(std::string_view text);

// What the findings of a kind are named after.
enum class NameClass : std::uint8_t {
  kNothing,    // there is one finding of that kind
  kMemory,     // a variable, or Node.field
  kAlways,     // the text of an expression of `always`
  kFinally,    // the same of `finally`
  kAssertion,  // the text of an `assert` or `fail`; without one the place of the step
  kStep,       // the JSON pointer of a step or of a block's condition
  kRecord,     // a record type
  kAnyText,    // what only a search can tell
};
// `kind` is a kind of finding.
NameClass name_class_of(std::string_view kind);

// "a mutex", "a constant", ...
std::string_view describe(const Symbol& symbol);
std::string_view describe(ObjectClass object_class);

}  // namespace heddle::scenario
