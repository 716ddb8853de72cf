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

Folded truth(bool value) { return {value ? 1 : 0}; }

Folded fold_binary(Operator op, Folded a, Folded b) {
  if (a.problem) return a;
  if (op == Operator::kLogicalAnd && a.value == 0) return truth(false);
  if (op == Operator::kLogicalOr && a.value != 0) return truth(true);
  if (b.problem) return b;
  switch (op) {
    case Operator::kLogicalAnd:
    case Operator::kLogicalOr:
      return truth(b.value != 0);
    case Operator::kEqual:
      return truth(a.value == b.value);
    case Operator::kNotEqual:
      return truth(a.value != b.value);
    case Operator::kLess:
      return truth(a.value < b.value);
    case Operator::kLessEqual:
      return truth(a.value <= b.value);
    case Operator::kGreater:
      return truth(a.value > b.value);
    case Operator::kGreaterEqual:
      return truth(a.value >= b.value);
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

// Calculates one expression, node by node; what is wrong is kept as a problem.
class Calculation {
 public:
  Calculation(Reading& reading, JsonId text, syntax::Range range)
      : r_(reading), text_(text), range_(range), values_(range.root - range.first + 1) {}

  std::optional<Value> run();

 private:
  Folded node(const syntax::Node& node);
  Folded name(const syntax::Node& node);
  Folded apply(const syntax::Node& node);
  Folded refuse(const syntax::Node& at, std::string message);
  Folded of(syntax::NodeId id) const { return values_[id - range_.first]; }

  Reading& r_;
  JsonId text_;
  syntax::Range range_;
  std::vector<Folded> values_;
  bool wrong_ = false;
};

std::optional<Value> Calculation::run() {
  for (std::size_t i = 0; i < values_.size(); ++i) {
    values_[i] = node(r_.tree.nodes[range_.first + i]);
  }
  if (!wrong_ && values_.back().problem) {
    refuse(r_.tree.nodes[range_.root], values_.back().problem);
  }
  if (wrong_) return std::nullopt;
  return values_.back().value;
}

Folded Calculation::refuse(const syntax::Node& at, std::string message) {
  wrong_ = true;
  r_.problems.in_text(text_, at.begin, at.end, std::move(message));
  return {};
}

Folded Calculation::node(const syntax::Node& node) {
  switch (node.kind) {
    case NodeKind::kNumber:
      return {node.value};
    case NodeKind::kName:
      return name(node);
    case NodeKind::kUnary:
      return fold_unary(node.op, of(node.operands[0]));
    case NodeKind::kBinary:
      return fold_binary(node.op, of(node.operands[0]), of(node.operands[1]));
    case NodeKind::kApply:
      return apply(node);
    case NodeKind::kIndex:
    case NodeKind::kField:
      return refuse(node, "only constants may stand here, no memory");
    case NodeKind::kUnused:
      break;
  }
  return {};
}

Folded Calculation::name(const syntax::Node& node) {
  if (node.name == "true" || node.name == "false") return truth(node.name == "true");
  const Symbol* symbol = r_.names.find(node.name);
  if (symbol && symbol->kind == SymbolKind::kConstant) {
    return {r_.scenario.constants[symbol->index].value};
  }
  if (r_.misdeclared.contains(node.name)) {
    wrong_ = true;
    return {};
  }
  std::string near = did_you_mean(node.name, candidates(r_.scenario.constants));
  if (near.empty()) {
    near = "; values are integers: give this one a number, \"constants\": {" +
           in_quotes(node.name) + ": 1}";
  }
  return refuse(node, "no constant is called " + in_quotes(node.name) + near);
}

Folded Calculation::apply(const syntax::Node& node) {
  if ((node.name != "min" && node.name != "max") || node.argument_count != 2) {
    return refuse(node, "only constants, operators, min(a, b) and max(a, b) may stand here");
  }
  const Folded a = of(r_.tree.arguments[node.argument_first]);
  const Folded b = of(r_.tree.arguments[node.argument_first + 1]);
  if (a.problem) return a;
  if (b.problem) return b;
  return (a.value < b.value) == (node.name == "min") ? a : b;
}

}  // namespace

std::optional<Value> Sections::calculate(JsonId node, const syntax::Statement& parsed) {
  return Calculation(r_, node, parsed.value).run();
}

}  // namespace heddle::scenario
