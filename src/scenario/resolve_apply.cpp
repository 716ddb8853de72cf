// What looks like a call in an expression: len, min, max, cas, exchange, fetch_add.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "scenario/resolver.h"
#include "scenario/slips.h"

namespace heddle::scenario {

using syntax::Node;
using syntax::NodeKind;

namespace {

struct Builtin {
  std::string_view name;
  ExpressionKind kind;
  std::uint32_t arguments;
  std::string_view form;
};

constexpr Builtin kBuiltins[] = {
    {"min", ExpressionKind::kMin, 2, "min(a, b)"},
    {"max", ExpressionKind::kMax, 2, "max(a, b)"},
    {"len", ExpressionKind::kLiteral, 1, "len(array)"},
    {"cas", ExpressionKind::kCas, 3, "cas(x, expected, desired)"},
    {"exchange", ExpressionKind::kExchange, 2, "exchange(x, value)"},
    {"fetch_add", ExpressionKind::kFetchAdd, 2, "fetch_add(x, value)"},
};

// What calls of other languages are here; `argument` is the text of each argument.
std::string foreign_call(std::string_view name, const std::vector<std::string>& argument) {
  const auto of = [&](std::size_t i, std::string_view absent) {
    return i < argument.size() ? argument[i] : std::string(absent);
  };
  while (name.starts_with("atomic_")) name.remove_prefix(7);
  if (name == "random" || name == "rand" || name == "randint" || name == "nondet") {
    return "every value is explored: \"let x = choose(0, 1)\"";
  }
  constexpr std::pair<std::string_view, std::string_view> kUpdates[] = {
      {"fetch_or", "|="}, {"fetch_and", "&="}, {"fetch_xor", "^="}, {"fetch_sub", "-="}};
  for (const auto& [call, sign] : kUpdates) {
    if (name != call) continue;
    return "one access on an atomic: " +
           in_quotes(of(0, "x") + " " + std::string(sign) + " " + of(1, "1"));
  }
  if (name.starts_with("compare_") || name == "cmpxchg" || name == "CAS" ||
      name == "compareAndSet") {
    return in_quotes("cas(" + of(0, "x") + ", expected, desired)");
  }
  if (name == "test_and_set") return in_quotes("exchange(" + of(0, "x") + ", 1)");
  if (name == "swap") return in_quotes("exchange(" + of(0, "x") + ", " + of(1, "v") + ")");
  if (name == "load") return "a variable is read by its name: " + in_quotes(of(0, "x"));
  if (name == "store") return in_quotes(of(0, "x") + " = " + of(1, "1"));
  return {};
}

std::string misplaced(const Node& node, const Names& names,
                      const std::vector<std::string>& arguments) {
  const std::string name = shown(node.name);
  const Symbol* symbol = names.find(node.name);
  if (node.name == "choose" || (symbol && symbol->kind == SymbolKind::kProcedure)) {
    return in_quotes(node.name) +
           " stands only as the whole right side of a `let` or of an assignment to a local: "
           "\"let value = " +
           name + "(...)\"";
  }
  if (symbol)
    return in_quotes(node.name) + " is " + std::string(describe(*symbol)) + ", not a procedure";
  if (const auto kept = syntax::kept_word(node.name)) return *kept;
  if (is_reserved(node.name)) {
    return in_quotes(node.name) + " is a word of the language and is not called with parentheses";
  }
  const std::string here = foreign_call(node.name, arguments);
  if (!here.empty()) return "no procedure is called " + in_quotes(node.name) + "; " + here;
  std::vector<std::string_view> candidates;
  for (const Builtin& each : kBuiltins) candidates.push_back(each.name);
  if (names.all().size() > kCandidatesMax) {
    return "no procedure is called " + in_quotes(node.name) + did_you_mean(node.name, candidates);
  }
  for (const auto& [each, what] : names.all()) {
    if (what.kind == SymbolKind::kProcedure) candidates.push_back(each);
  }
  return "no procedure is called " + in_quotes(node.name) + did_you_mean(node.name, candidates);
}

}  // namespace

TypedExpression Resolver::apply(const Node& node) {
  const Builtin* builtin = nullptr;
  for (const Builtin& each : kBuiltins) {
    if (each.name == node.name) builtin = &each;
  }
  Node word = node;
  word.end = word.begin + static_cast<std::uint32_t>(node.name.size());
  if (!builtin && r_.misdeclared.contains(node.name)) return {};
  if (!builtin) {
    problem(word, misplaced(node, r_.names, argument_texts(node)));
    return {};
  }
  if (node.argument_count != builtin->arguments) {
    problem(word, in_quotes(node.name) + " takes " + std::to_string(builtin->arguments) +
                      (builtin->arguments == 1 ? " argument: " : " arguments: ") +
                      in_quotes(builtin->form));
    return {};
  }
  if (builtin->kind == ExpressionKind::kLiteral) return length(node);
  if (builtin->kind >= ExpressionKind::kCas) return indivisible(node);
  Expression result;
  result.kind = builtin->kind;
  for (std::uint32_t i = 0; i < 2; ++i) {
    const TypedExpression argument = resolved(argument_id(node, i));
    want_integer(r_.tree.nodes[argument_id(node, i)], argument, in_quotes(node.name));
    result.operands[i] = argument.id;
  }
  return add(result, {ValueType::kInteger, kNone});
}

// The arguments as they are written, where they are short.
std::vector<std::string> Resolver::argument_texts(const Node& node) const {
  std::vector<std::string> result;
  const std::string_view text = r_.document[text_].text;
  for (std::uint32_t i = 0; i < std::min(node.argument_count, 2U); ++i) {
    const Node& argument = r_.tree.nodes[argument_id(node, i)];
    const bool simple = argument.kind == NodeKind::kName || argument.kind == NodeKind::kNumber ||
                        argument.kind == NodeKind::kIndex;
    result.emplace_back(simple   ? text.substr(argument.begin, argument.end - argument.begin)
                        : i == 0 ? "x"
                                 : "v");
  }
  return result;
}

TypedExpression Resolver::length(const Node& node) {
  const Node& argument = r_.tree.nodes[argument_id(node, 0)];
  const Symbol* symbol = argument.kind == NodeKind::kName && !find_local(argument.name)
                             ? r_.names.find(argument.name)
                             : nullptr;
  if (argument.kind == NodeKind::kName && !symbol && !find_local(argument.name)) {
    unknown_name(argument);
    return {};
  }
  if (!symbol || symbol->kind != SymbolKind::kVariable ||
      !r_.scenario.variables[symbol->index].is_array || argument.parenthesised) {
    problem(argument, "len takes the name of a shared or atomic array");
    return {};
  }
  return literal(static_cast<Value>(r_.scenario.variables[symbol->index].initial.size()));
}

TypedExpression Resolver::indivisible(const Node& node) {
  if (rules_.pure || rules_.local_only) {
    problem(node, std::string(rules_.where) + " may not change anything, and " +
                      in_quotes(node.name) + " does");
    return {};
  }
  mark_access();
  const Node& place_node = r_.tree.nodes[argument_id(node, 0)];
  const TypedExpression place = resolved(argument_id(node, 0));
  if (!place_is_atomic(place_node, place)) return {};
  if (node.name == "fetch_add") want_integer(place_node, place, "\"fetch_add\"");
  Expression result;
  result.kind = node.name == "cas"        ? ExpressionKind::kCas
                : node.name == "exchange" ? ExpressionKind::kExchange
                                          : ExpressionKind::kFetchAdd;
  result.operands[0] = place.id;
  for (std::uint32_t i = 1; i < node.argument_count; ++i) {
    TypedExpression argument = resolved(argument_id(node, i));
    const Node& argument_node = r_.tree.nodes[argument_id(node, i)];
    if (!fits(place.type, argument)) {
      type_problem(argument_node, "this is " + type_name(argument.type) + ", but " +
                                      in_quotes(node.name) + " works on " + type_name(place.type));
    }
    result.operands[i] = argument.id;
  }
  return add(result, result.kind == ExpressionKind::kExchange
                         ? place.type
                         : ValueType{ValueType::kInteger, kNone});
}

bool Resolver::place_is_atomic(const Node& node, const TypedExpression& place) {
  const bool names_place = node.kind == NodeKind::kName || node.kind == NodeKind::kIndex ||
                           node.kind == NodeKind::kField;
  if (!names_place || node.parenthesised) {
    problem(node, std::string("an atomic variable, cell or field must stand here") +
                      (names_place ? ", without parentheses around it" : ""));
    return false;
  }
  if (place.id == kNone) return false;
  const Expression& expression = r_.scenario.expressions[place.id];
  switch (expression.kind) {
    case ExpressionKind::kVariable:
    case ExpressionKind::kCell:
      if (r_.scenario.variables[expression.index].atomic) return true;
      problem(node, in_quotes(node.name) + " is plain shared memory; declare it under \"atomics\"");
      return false;
    case ExpressionKind::kField: {
      const Type base = r_.scenario.expressions[expression.operands[0]].type;
      if (!base.is_pointer() || r_.scenario.records[base.record].fields[expression.index].atomic) {
        return true;
      }
      type_problem(node, "the field " + in_quotes(node.name) +
                             " is plain memory; list it under \"atomics\" of its record type");
      return names_only_;
    }
    default:
      problem(node, in_quotes(node.name) +
                        " is not an atomic variable; cas, exchange and fetch_add work on these");
      return false;
  }
}

}  // namespace heddle::scenario
