// Expressions: names, types, and what may stand where. Operands come before what they are operands
// of, so one pass over the nodes does it, without recursion.
#include <algorithm>
#include <string>
#include <utility>

#include "scenario/resolver.h"

namespace heddle::scenario {

using syntax::Node;
using syntax::NodeKind;

namespace {

constexpr std::size_t kExpressionsMax = 5'000'000;

bool is_indivisible(std::string_view name) {
  return name == "cas" || name == "exchange" || name == "fetch_add";
}

// What other languages call some values.
constexpr std::pair<std::string_view, std::string_view> kForeign[] = {
    {"NULL", "null"}, {"nullptr", "null"}, {"nil", "null"},    {"None", "null"},
    {"True", "true"}, {"TRUE", "true"},    {"False", "false"}, {"FALSE", "false"},
    {"not", "!"},     {"tid", "self"},     {"this", "self"}};

bool is_arithmetic(Operator op) { return op != Operator::kEqual && op != Operator::kNotEqual; }

std::string_view sign(Operator op) {
  switch (op) {
    case Operator::kNegate:
      return "-";
    case Operator::kNot:
      return "!";
    case Operator::kComplement:
      return "~";
    default:
      return "this operator";
  }
}

}  // namespace

TypedExpression Resolver::add(Expression expression, ValueType type) {
  if (r_.scenario.expressions.size() >= kExpressionsMax) {
    r_.too_large = true;
    return {kNone, type};
  }
  expression.type = type.type();
  r_.scenario.expressions.push_back(expression);
  return {static_cast<ExpressionId>(r_.scenario.expressions.size() - 1), type};
}

TypedExpression Resolver::literal(Value value) {
  Expression result;
  result.value = value;
  return add(result, {ValueType::kInteger, kNone});
}

// Finds the arguments that are no values: the place of an indivisible operation, the array of len.
void Resolver::find_places(syntax::Range range) {
  const std::size_t count = range.root - range.first + 1;
  is_place_.assign(count, false);
  is_array_.assign(count, false);
  for (std::size_t i = count; i-- > 0;) {
    const Node& each = r_.tree.nodes[range.first + i];
    if (each.kind != NodeKind::kApply || each.argument_count == 0) continue;
    const std::size_t first = argument_id(each, 0) - range.first;
    if (is_indivisible(each.name)) is_place_[first] = true;
    if (each.name == "len") is_array_[first] = true;
  }
}

bool Resolver::is_memory(const Node& node, const TypedExpression& resolved) const {
  if (node.kind == NodeKind::kIndex || node.kind == NodeKind::kField) return true;
  return node.kind == NodeKind::kName && resolved.id != kNone &&
         r_.scenario.expressions[resolved.id].kind == ExpressionKind::kVariable;
}

TypedExpression Resolver::expression(JsonId text, syntax::Range range,
                                     const ExpressionRules& rules) {
  text_ = text;
  rules_ = rules;
  range_first_ = range.first;
  const std::size_t count = range.root - range.first + 1;
  resolved_.assign(count, {});
  find_places(range);
  for (std::size_t i = 0; i < count && !r_.too_large; ++i) {
    const Node& each = r_.tree.nodes[range.first + i];
    if (each.kind == NodeKind::kUnused || is_array_[i]) continue;
    resolved_[i] = node(each);
    if (!is_memory(each, resolved_[i])) continue;
    mark_access();
    if (rules_.local_only && !is_place_[i]) {
      problem(each, std::string(rules_.where) +
                        " takes integers over constants and locals; read it into a local first: "
                        "\"let value = " +
                        std::string(each.name) + "\"");
    }
  }
  return r_.too_large ? TypedExpression{} : resolved_.back();
}

TypedExpression Resolver::integer(JsonId text, syntax::Range range, std::string_view what,
                                  const ExpressionRules& rules) {
  TypedExpression result = expression(text, range, rules);
  if (!r_.too_large) want_integer(r_.tree.nodes[range.root], result, what);
  return result;
}

std::uint32_t Resolver::argument_id(const Node& node, std::uint32_t which) const {
  return r_.tree.arguments[node.argument_first + which];
}

TypedExpression Resolver::operand(const Node& node, int which) const {
  return resolved(node.operands[which]);
}

void Resolver::problem(const Node& node, std::string message) {
  if (r_.document[text_].kind == JsonKind::kString) {
    r_.problems.in_text(text_, node.begin, node.end, std::move(message));
  } else {
    r_.problems.at_value(text_, std::move(message));
  }
}

void Resolver::type_problem(const Node& node, std::string message) {
  if (names_only_) return;
  if (calls_.size() > 1) {
    message += "; so it is in the call of " + shown(r_.document.pointer(calls_[1].site));
  }
  problem(node, std::move(message));
}

std::string Resolver::type_name(ValueType type) const {
  switch (type.kind) {
    case ValueType::kPointer:
      return "a pointer to " + shown(r_.scenario.records[type.record].name);
    case ValueType::kNull:
      return "null";
    default:
      return "an integer";
  }
}

void Resolver::want_integer(const Node& node, const TypedExpression& operand,
                            std::string_view what) {
  if (operand.type.kind != ValueType::kPointer && operand.type.kind != ValueType::kNull) return;
  std::string message =
      std::string(what) + " takes an integer, and this is " + type_name(operand.type);
  message += "; compare it: \"p != null\"";
  type_problem(node, message);
}

TypedExpression Resolver::node(const Node& node) {
  switch (node.kind) {
    case NodeKind::kNumber:
      return literal(node.value);
    case NodeKind::kName:
      return name(node);
    case NodeKind::kIndex:
      return index(node);
    case NodeKind::kField:
      return field(node);
    case NodeKind::kUnary:
      return unary(node);
    case NodeKind::kBinary:
      return binary(node);
    case NodeKind::kApply:
      return apply(node);
    case NodeKind::kUnused:
      break;
  }
  return {};
}

// ---- Names --------------------------------------------------------------------------------------

TypedExpression Resolver::name(const Node& node) {
  if (node.name == "true" || node.name == "false") return literal(node.name == "true" ? 1 : 0);
  if (node.name == "null") return add({}, {ValueType::kNull, kNone});
  if (node.name == "self") {
    if (rules_.in_check) problem(node, "`check` belongs to no thread, so it has no \"self\"");
    Expression self;
    self.kind = ExpressionKind::kSelf;
    return add(self, {ValueType::kInteger, kNone});
  }
  if (Local* local = find_local(node.name)) {
    if (local->let != kNone && !names_only_) r_.lets[local->let].read = true;
    Expression read;
    read.kind = ExpressionKind::kLocal;
    read.index = local->index;
    return add(read, local->type);
  }
  const Symbol* symbol = r_.names.find(node.name);
  if (!symbol) {
    unknown_name(node);
    return {};
  }
  if (symbol->kind == SymbolKind::kConstant) {
    return literal(r_.scenario.constants[symbol->index].value);
  }
  if (symbol->kind == SymbolKind::kVariable) return variable(node, *symbol);
  not_a_value(node);
  return {};
}

TypedExpression Resolver::variable(const Node& node, const Symbol& symbol) {
  use_variable(symbol.index);
  const Variable& variable = r_.scenario.variables[symbol.index];
  if (variable.is_array) {
    problem(node, in_quotes(node.name) +
                      " is an array; name one cell: " + in_quotes(shown(node.name) + "[0]"));
    return {};
  }
  Expression read;
  read.kind = ExpressionKind::kVariable;
  read.index = symbol.index;
  return add(read, ValueType::of(variable.type));
}

void Resolver::not_a_value(const Node& node) {
  if (r_.misdeclared.contains(node.name)) return;
  const Symbol& symbol = *r_.names.find(node.name);
  std::string message =
      in_quotes(node.name) + " is " + std::string(describe(symbol)) + " and has no value";
  if (symbol.kind == SymbolKind::kFlag) {
    message += "; keep what must be read in a shared variable";
  } else if (symbol.kind == SymbolKind::kThread) {
    message += "; a local needs a name of its own, \"self\" is the thread's number";
  } else if (symbol.kind == SymbolKind::kObject && symbol.object_class == ObjectClass::kChannel) {
    message += "; take one: \"let value = receive " + shown(node.name) + "\"";
  } else if (symbol.kind == SymbolKind::kProcedure) {
    message += "; call it: \"let value = " + shown(node.name) + "()\"";
  }
  problem(node, message);
}

void Resolver::unknown_name(const Node& node) {
  if (r_.misdeclared.contains(node.name)) return;
  if (is_reserved(node.name)) {
    problem(node, in_quotes(node.name) + " is a word of the language and has no value here");
    return;
  }
  for (const auto& [foreign, here] : kForeign) {
    if (node.name != foreign || !did_you_mean(node.name, visible_names(true)).empty()) continue;
    problem(node, in_quotes(node.name) + " is written " + std::string(here));
    return;
  }
  if (ended_.contains(node.name)) {
    problem(node, "the local " + in_quotes(node.name) +
                      " ended with the list that declares it; declare it before the block: \"let " +
                      shown(node.name) + " = 0\"");
    return;
  }
  std::string message =
      rules_.in_check ? "no constant, shared or atomic variable is called " : "nothing is called ";
  message += in_quotes(node.name) + did_you_mean(node.name, visible_names(true));
  if (rules_.in_check && message.back() != '?') message += " (`check` sees no locals)";
  problem(node, message);
}

std::vector<std::string_view> Resolver::visible_names(bool values_only) const {
  std::vector<std::string_view> result;
  if (r_.names.all().size() > kCandidatesMax) return result;
  const std::size_t begin = calls_.empty() ? 0 : calls_.back().locals_begin;
  for (std::size_t i = begin; i < locals_.size(); ++i) result.push_back(locals_[i].name);
  for (const auto& [name, symbol] : r_.names.all()) {
    const bool value = symbol.kind == SymbolKind::kConstant || symbol.kind == SymbolKind::kVariable;
    if (value || !values_only) result.push_back(name);
  }
  return result;
}

const Resolver::Local* Resolver::find_local(std::string_view name) const {
  const auto found = visible_.find(name);
  return found == visible_.end() ? nullptr : &locals_[found->second];
}

Resolver::Local* Resolver::find_local(std::string_view name) {
  return const_cast<Local*>(std::as_const(*this).find_local(name));  // NOLINT: same object
}

// ---- Memory -------------------------------------------------------------------------------------

TypedExpression Resolver::index(const Node& node) {
  want_integer(r_.tree.nodes[node.operands[0]], operand(node, 0), "an index");
  Node word = node;
  word.end = word.begin + static_cast<std::uint32_t>(node.name.size());
  const Local* local = find_local(node.name);
  const Symbol* symbol = local ? nullptr : r_.names.find(node.name);
  if (!local && !symbol) {
    unknown_name(word);
    return {};
  }
  if (r_.misdeclared.contains(node.name)) return {};
  if (local || symbol->kind != SymbolKind::kVariable) {
    const std::string what = local ? "a local" : std::string(describe(*symbol));
    problem(word, in_quotes(node.name) + " is " + what + ", not an array of memory");
    return {};
  }
  use_variable(symbol->index);
  const Variable& variable = r_.scenario.variables[symbol->index];
  if (!variable.is_array) {
    problem(word, in_quotes(node.name) + " is one variable, not an array; declare " +
                      in_quotes(node.name) + ": {\"size\": n} for cells");
    return {};
  }
  Expression cell;
  cell.kind = ExpressionKind::kCell;
  cell.index = symbol->index;
  cell.operands[0] = operand(node, 0).id;
  return add(cell, ValueType::of(variable.type));
}

TypedExpression Resolver::field(const Node& node) {
  const TypedExpression base = operand(node, 0);
  if (base.type.kind == ValueType::kInteger || base.type.kind == ValueType::kNull) {
    type_problem(node, "." + shown(node.name) + " wants a pointer before it, and this is " +
                           type_name(base.type));
    return {};
  }
  const std::uint32_t record = base.type.kind == ValueType::kPointer ? base.type.record : kNone;
  const auto found = r_.fields.lower_bound({node.name, record == kNone ? 0 : record});
  const bool known = found != r_.fields.end() && found->first.first == node.name &&
                     (record == kNone || found->first.second == record);
  if (!known) {
    no_field(node, record);
    return {};
  }
  if (record == kNone) return {};
  Expression read;
  read.kind = ExpressionKind::kField;
  read.index = found->second;
  read.operands[0] = base.id;
  return add(read, ValueType::of(r_.scenario.records[record].fields[found->second].type));
}

// `record`: where it was looked for; kNone: in all.
void Resolver::no_field(const Node& node, std::uint32_t record) {
  std::vector<std::string_view> near;
  for (const auto& [field, index] : r_.fields) {
    if (r_.fields.size() > kCandidatesMax) break;
    if (record == kNone || field.second == record) near.push_back(field.first);
  }
  problem(node,
          (record != kNone
               ? "the record type " + in_quotes(r_.scenario.records[record].name) + " has no field "
               : std::string("no record type has a field ")) +
              in_quotes(node.name) + did_you_mean(node.name, near));
}

// ---- Operators ----------------------------------------------------------------------------------

TypedExpression Resolver::unary(const Node& node) {
  want_integer(node, operand(node, 0), in_quotes(sign(node.op)));
  Expression result;
  result.kind = ExpressionKind::kUnary;
  result.op = node.op;
  result.operands[0] = operand(node, 0).id;
  return add(result, {ValueType::kInteger, kNone});
}

TypedExpression Resolver::binary(const Node& node) {
  TypedExpression left = operand(node, 0);
  TypedExpression right = operand(node, 1);
  if (is_arithmetic(node.op)) {
    want_integer(node, left, "this operator");
    want_integer(node, right, "this operator");
  } else if (left.type.kind != ValueType::kUnknown && right.type.kind != ValueType::kUnknown) {
    const bool swap = left.type.kind == ValueType::kNull;
    if (!(swap ? fits(right.type, left) : fits(left.type, right))) {
      type_problem(node, "these two cannot be compared: " + type_name(left.type) + " and " +
                             type_name(right.type));
    }
  }
  Expression result;
  result.kind = ExpressionKind::kBinary;
  result.op = node.op;
  result.operands[0] = left.id;
  result.operands[1] = right.id;
  return add(result, {ValueType::kInteger, kNone});
}

// Whether a value may go where `target` is; null then gets the type of the place.
bool Resolver::fits(ValueType target, TypedExpression& value) {
  if (target.kind == ValueType::kUnknown || value.type.kind == ValueType::kUnknown) return true;
  if (target.kind == ValueType::kPointer && value.type.kind == ValueType::kNull) {
    if (value.id != kNone) r_.scenario.expressions[value.id].type = target.type();
    return true;
  }
  return target.kind == value.type.kind && target.record == value.type.record;
}

}  // namespace heddle::scenario
