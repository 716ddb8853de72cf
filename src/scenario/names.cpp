#include "scenario/names.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "base/letters.h"

namespace heddle::scenario {

namespace {

constexpr auto kReserved = std::to_array<std::string_view>(
    {"let",      "lock",     "unlock",    "trylock",   "rdlock",     "rdunlock",  "wrlock",
     "wrunlock", "wait",     "with",      "notify",    "notify_all", "acquire",   "release",
     "arrive",   "send",     "receive",   "spawn",     "join",       "await",     "flag",
     "assert",   "fail",     "new",       "delete",    "choose",     "call",      "return",
     "break",    "continue", "skip",      "cas",       "exchange",   "fetch_add", "len",
     "min",      "max",      "self",      "true",      "false",      "null",      "yield",
     "select",   "upgrade",  "tryrdlock", "trywrlock", "tryacquire", "trysend",   "tryreceive"});

}  // namespace

bool is_identifier(std::string_view text) {
  return !text.empty() && is_letter(text.front()) &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_letter(c) || is_digit(c); });
}

bool is_reserved(std::string_view word) {
  return std::find(kReserved.begin(), kReserved.end(), word) != kReserved.end();
}

const std::vector<std::string_view>& finding_kinds() {
  static const std::vector<std::string_view> kinds = {
      "data-race",        "lost-update", "invariant",        "final",         "not-serializable",
      "nondeterministic", "assertion",   "deadlock",         "livelock",      "use-after-free",
      "double-free",      "leak",        "null-dereference", "out-of-bounds", "overflow",
      "division-by-zero", "misuse"};
  return kinds;
}

bool is_finding_kind(std::string_view text) {
  const auto& kinds = finding_kinds();
  return std::find(kinds.begin(), kinds.end(), text) != kinds.end();
}

NameClass name_class_of(std::string_view kind) {
  CHECK(is_finding_kind(kind));
  if (kind == "data-race" || kind == "lost-update") return NameClass::kMemory;
  if (kind == "invariant") return NameClass::kAlways;
  if (kind == "final") return NameClass::kFinally;
  if (kind == "assertion") return NameClass::kAssertion;
  if (kind == "leak") return NameClass::kRecord;
  if (kind == "deadlock") return NameClass::kAnyText;
  const bool whole = kind == "livelock" || kind == "not-serializable" || kind == "nondeterministic";
  return whole ? NameClass::kNothing : NameClass::kStep;
}

std::string_view describe(ObjectClass object_class) {
  switch (object_class) {
    case ObjectClass::kMutex:
      return "a mutex";
    case ObjectClass::kRwLock:
      return "a reader-writer lock";
    case ObjectClass::kCondition:
      return "a condition";
    case ObjectClass::kSemaphore:
      return "a semaphore";
    case ObjectClass::kBarrier:
      return "a barrier";
    case ObjectClass::kChannel:
      return "a channel";
    case ObjectClass::kThread:
      return "a thread";
  }
  __builtin_unreachable();
}

std::string_view describe(const Symbol& symbol) {
  switch (symbol.kind) {
    case SymbolKind::kConstant:
      return "a constant";
    case SymbolKind::kVariable:
      return symbol.atomic ? "an atomic variable" : "a shared variable";
    case SymbolKind::kObject:
      return describe(symbol.object_class);
    case SymbolKind::kRecord:
      return "a record type";
    case SymbolKind::kProcedure:
      return "a procedure";
    case SymbolKind::kThread:
      return "a thread";
    case SymbolKind::kFlag:
      return "a flag";
  }
  __builtin_unreachable();
}

}  // namespace heddle::scenario
