// Sizes and first values: expressions over constants, calculated while reading.
#include <limits>
#include <string>

#include "base/arithmetic.h"
#include "scenario/sections.h"

namespace heddle::scenario {

using syntax::NodeKind;

namespace {

// A value, or why there is none.
struct Folded {
  Value value = 0;
  const char* problem = nullptr;
};

Folded fold_unary(Operator op, Folded a) {
  if (a.problem) return a;
  switch (op) {
    case Operator::kNot:
      return {a.value == 0 ? 1 : 0};
    case Operator::kComplement:
      return {~a.value};
    default:
      if (a.value == std::numeric_limits<Value>::min()) return {0, "this overflows 64 bits"};
      return {-a.value};
  }
}

Folded fold_binary(Operator op, Folded a, Folded b) {
  if (a.problem) return a;
  if (op == Operator::kLogicalAnd && a.value == 0) return {0};
  if (op == Operator::kLogicalOr && a.value != 0) return {1};
  if (b.problem) return b;
  switch (op) {
    case Operator::kLogicalAnd:
    case Operator::kLogicalOr:
      return {b.value != 0 ? 1 : 0};
    case Operator::kEqual:
      return {a.value == b.value ? 1 : 0};
    case Operator::kNotEqual:
      return {a.value != b.value ? 1 : 0};
    case Operator::kLess:
      return {a.value < b.value ? 1 : 0};
    case Operator::kLessEqual:
      return {a.value <= b.value ? 1 : 0};
    case Operator::kGreater:
      return {a.value > b.value ? 1 : 0};
    case Operator::kGreaterEqual:
      return {a.value >= b.value ? 1 : 0};
    default:
      break;
  }
  Folded result;
  switch (calculate(static_cast<Arithmetic>(op), a.value, b.value, result.value)) {
    case ArithmeticError::kOverflow:
      result.problem = "this overflows 64 bits";
      break;
    case ArithmeticError::kDivisionByZero:
      result.problem = "this divides by 0";
      break;
    case ArithmeticError::kNone:
      break;
  }
  return result;
}

}  // namespace

std::optional<Value> Sections::calculate(JsonId node, const syntax::Statement& parsed) {
  const syntax::Range range = parsed.value;
  std::vector<Folded> values(range.root - range.first + 1);
  bool wrong = false;
  const auto refuse = [&](const syntax::Node& at, std::string message) {
    wrong = true;
    r_.problems.in_text(node, at.begin, at.end, std::move(message));
  };
  for (std::size_t i = 0; i < values.size(); ++i) {
    const syntax::Node& each = r_.tree.nodes[range.first + i];
    const auto of = [&](syntax::NodeId id) { return values[id - range.first]; };
    switch (each.kind) {
      case NodeKind::kNumber:
        values[i] = {each.value};
        break;
      case NodeKind::kName: {
        if (each.name == "true" || each.name == "false") {
          values[i] = {each.name == "true" ? 1 : 0};
          break;
        }
        const Symbol* symbol = r_.names.find(each.name);
        if (symbol && symbol->kind == SymbolKind::kConstant) {
          values[i] = {r_.scenario.constants[symbol->index].value};
          break;
        }
        std::vector<std::string_view> names;
        for (const Constant& constant : r_.scenario.constants) names.push_back(constant.name);
        refuse(each, "no constant is called " + quoted(each.name) + did_you_mean(each.name, names));
        break;
      }
      case NodeKind::kUnary:
        values[i] = fold_unary(each.op, of(each.operands[0]));
        break;
      case NodeKind::kBinary:
        values[i] = fold_binary(each.op, of(each.operands[0]), of(each.operands[1]));
        break;
      case NodeKind::kApply: {
        if ((each.name != "min" && each.name != "max") || each.argument_count != 2) {
          refuse(each, "only constants, operators, min(a, b) and max(a, b) may stand here");
          break;
        }
        const Folded a = of(r_.tree.arguments[each.argument_first]);
        const Folded b = of(r_.tree.arguments[each.argument_first + 1]);
        const bool first = (a.value < b.value) == (each.name == "min");
        values[i] = a.problem ? a : b.problem ? b : first ? a : b;
        break;
      }
      case NodeKind::kIndex:
      case NodeKind::kField:
        refuse(each, "only constants may stand here, no memory");
        break;
      case NodeKind::kUnused:
        break;
    }
  }
  if (wrong) return std::nullopt;
  if (values.back().problem) {
    refuse(r_.tree.nodes[range.root], values.back().problem);
    return std::nullopt;
  }
  return values.back().value;
}

}  // namespace heddle::scenario
