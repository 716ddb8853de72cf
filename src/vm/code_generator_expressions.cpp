#include <algorithm>

#include "vm/code_generator.h"

namespace heddle::vm {

using kernel::UpdateKind;
using scenario::Expression;
using scenario::ExpressionId;
using scenario::ExpressionKind;
using scenario::Operator;

namespace {

bool is_logical(Operator op) { return op == Operator::kLogicalAnd || op == Operator::kLogicalOr; }

bool is_comparison(Operator op) { return op >= Operator::kEqual && op <= Operator::kGreaterEqual; }

}  // namespace

Operand CodeGenerator::expression(ExpressionId id, std::uint32_t into) {
  const Expression& expression = at(id);
  return expression.kind == ExpressionKind::kBinary ? spine(id, into) : node(id, into);
}

// `into` may be a local that the expression reads; only the last instruction may write it.
void CodeGenerator::evaluate_to(std::uint32_t dst, ExpressionId id) {
  const Operand value = expression(id, dst);
  if (!value.is_register() || value.bits != dst) {
    emit({.code = Code::kMove, .dst = dst, .a = value});
  }
}

Operand CodeGenerator::node(ExpressionId id, std::uint32_t into) {
  const Expression& node = at(id);
  switch (node.kind) {
    case ExpressionKind::kLiteral:
      return constant(node.value);
    case ExpressionKind::kSelf: {
      const std::uint32_t dst = fresh_or(into, {});
      emit({.code = Code::kSelf, .dst = dst});
      return in_register(dst);
    }
    case ExpressionKind::kLocal:
      return in_register(local_register(node.index));
    case ExpressionKind::kVariable:
    case ExpressionKind::kCell:
    case ExpressionKind::kField: {
      Instruction load{.code = Code::kLoad};
      memory(load, id, index_of(id));
      load.dst = fresh_or(into, node.type);
      emit(load);
      return in_register(load.dst);
    }
    case ExpressionKind::kUnary:
      return unary(node, into);
    case ExpressionKind::kMin:
    case ExpressionKind::kMax: {
      const Operand left = expression(node.operands[0]);
      const Operand right = expression(node.operands[1]);
      const std::uint32_t dst = fresh_or(into, {});
      compare(node.kind == ExpressionKind::kMin ? Code::kMinimum : Code::kMaximum, left, right,
              dst);
      return in_register(dst);
    }
    case ExpressionKind::kCas:
    case ExpressionKind::kExchange:
    case ExpressionKind::kFetchAdd:
      return indivisible(node, into);
    case ExpressionKind::kBinary:
      return spine(id, into);
  }
  __builtin_unreachable();
}

// A chain of binary operators leans to the left and may be tens of thousands long: no recursion
// along it.
Operand CodeGenerator::spine(ExpressionId id, std::uint32_t into) {
  std::vector<ExpressionId> chain;
  ExpressionId leftmost = id;
  while (at(leftmost).kind == ExpressionKind::kBinary) {
    chain.push_back(leftmost);
    leftmost = at(leftmost).operands[0];
  }
  const Registers before = taken_;
  Operand value = node(leftmost, kNoIndex);
  const bool reusable = value.is_register() && value.bits == before.integers;
  const std::uint32_t accumulator = reusable ? value.bits : fresh({});
  const Registers kept = taken_;
  for (std::size_t i = chain.size(); i-- > 0;) {
    const Expression& each = at(chain[i]);
    const bool last = i == 0 && into != kNoIndex;
    value = is_logical(each.op) ? logical(each.op, value, each.operands[1], accumulator)
                                : binary(each.op, value, each, last ? into : accumulator);
    taken_ = kept;
  }
  return value;
}

Operand CodeGenerator::binary(Operator op, Operand left, const Expression& node,
                              std::uint32_t dst) {
  const Operand right = expression(node.operands[1]);
  if (is_comparison(op)) {
    const bool pointers =
        at(node.operands[0]).type.is_pointer() || at(node.operands[1]).type.is_pointer();
    switch (op) {
      case Operator::kEqual:
        compare(pointers ? Code::kEqualPointer : Code::kEqual, left, right, dst);
        break;
      case Operator::kNotEqual:
        compare(pointers ? Code::kNotEqualPointer : Code::kNotEqual, left, right, dst);
        break;
      case Operator::kLess:
        compare(Code::kLess, left, right, dst);
        break;
      case Operator::kLessEqual:
        compare(Code::kLessEqual, left, right, dst);
        break;
      case Operator::kGreater:
        compare(Code::kLess, right, left, dst);
        break;
      default:
        compare(Code::kLessEqual, right, left, dst);
        break;
    }
  } else {
    emit({.code = Code::kArithmetic,
          .arithmetic = static_cast<Arithmetic>(op),
          .dst = dst,
          .a = left,
          .b = right});
  }
  return in_register(dst);
}

// The right side is evaluated only when it decides; the value is 0 or 1.
Operand CodeGenerator::logical(Operator op, Operand left, ExpressionId right,
                               std::uint32_t result) {
  const Label end = label();
  compare(Code::kNotEqual, left, constant(0), result);
  const Code skip = op == Operator::kLogicalAnd ? Code::kJumpIfZero : Code::kJumpIfNotZero;
  emit({.code = skip, .a = in_register(result), .target = end});
  const Operand value = expression(right);
  compare(Code::kNotEqual, value, constant(0), result);
  bind(end);
  return in_register(result);
}

Operand CodeGenerator::unary(const Expression& node, std::uint32_t into) {
  const Operand operand = expression(node.operands[0]);
  const std::uint32_t dst = fresh_or(into, {});
  const Code code = node.op == Operator::kNegate ? Code::kNegate
                    : node.op == Operator::kNot  ? Code::kNot
                                                 : Code::kComplement;
  emit({.code = code, .dst = dst, .a = operand});
  return in_register(dst);
}

Operand CodeGenerator::indivisible(const Expression& node, std::uint32_t into) {
  Instruction update{.code = Code::kUpdate};
  memory(update, node.operands[0], index_of(node.operands[0]));
  update.b = expression(node.operands[1]);
  if (node.kind == ExpressionKind::kCas) {
    update.update = UpdateKind::kCompareAndSwap;
    update.c = expression(node.operands[2]);
  } else {
    update.update =
        node.kind == ExpressionKind::kExchange ? UpdateKind::kExchange : UpdateKind::kAdd;
  }
  update.dst = fresh_or(into, node.type);
  emit(update);
  return in_register(update.dst);
}

Operand CodeGenerator::index_of(ExpressionId target) {
  const Expression& place = at(target);
  return place.kind == ExpressionKind::kVariable ? Operand{} : expression(place.operands[0]);
}

void CodeGenerator::memory(Instruction& instruction, ExpressionId target, Operand index) {
  const Expression& place = at(target);
  instruction.a = index;
  instruction.pointer = place.type.is_pointer();
  if (place.kind == ExpressionKind::kField) {
    const std::uint32_t record = at(place.operands[0]).type.record;
    instruction.place = Place::kField;
    instruction.object = record;
    instruction.target = place.index;
    instruction.plain = !scenario_.records[record].fields[place.index].atomic;
    instruction.variable = program_.field_names[record] + place.index;
    return;
  }
  instruction.place = place.kind == ExpressionKind::kCell ? Place::kCell : Place::kVariable;
  instruction.object = instruction.variable = place.index;
  instruction.plain = !scenario_.variables[place.index].atomic;
}

void CodeGenerator::compare(Code code, Operand a, Operand b, std::uint32_t dst) {
  emit({.code = code, .dst = dst, .a = a, .b = b});
}

}  // namespace heddle::vm
