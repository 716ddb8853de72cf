#include "scenario/expression_builder.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string>
#include <utility>

namespace heddle::scenario::syntax {

namespace {

constexpr std::size_t kNestedMax = 1'000;
constexpr std::uint16_t kHeightMax = 5'000;

// C++'s, a higher one binds tighter.
int precedence(Operator op) {
  switch (op) {
    case Operator::kLogicalOr:
      return 1;
    case Operator::kLogicalAnd:
      return 2;
    case Operator::kBitOr:
      return 3;
    case Operator::kBitXor:
      return 4;
    case Operator::kBitAnd:
      return 5;
    case Operator::kEqual:
    case Operator::kNotEqual:
      return 6;
    case Operator::kLess:
    case Operator::kLessEqual:
    case Operator::kGreater:
    case Operator::kGreaterEqual:
      return 7;
    case Operator::kShiftLeft:
    case Operator::kShiftRight:
      return 8;
    case Operator::kAdd:
    case Operator::kSubtract:
      return 9;
    case Operator::kMultiply:
    case Operator::kDivide:
    case Operator::kModulo:
      return 10;
    default:
      return 11;
  }
}

}  // namespace

void ExpressionBuilder::begin() {
  first_ = static_cast<NodeId>(tree_.nodes.size());
  frames_.clear();
  pending_.clear();
  operands_.clear();
  nested_[0] = nested_[1] = nested_[2] = unaries_ = 0;
  bare_name_ = false;
}

Range ExpressionBuilder::finish() {
  reduce_to(0);
  bare_name_ = false;
  return {first_, operands_.back()};
}

void ExpressionBuilder::fail(std::uint32_t begin, std::uint32_t end, std::string message) {
  if (!error_) error_ = SyntaxError{begin, end, std::move(message)};
}

NodeId ExpressionBuilder::add(Node node) {
  int height = 0;
  for (int i = 0; i < 2; ++i) {
    if (node.operands[i] == kNone) continue;
    const Node& operand = tree_.nodes[node.operands[i]];
    const bool spine =
        i == 0 && node.kind == NodeKind::kBinary && operand.kind == NodeKind::kBinary;
    height = std::max(height, operand.height + (spine ? 0 : 1));
  }
  for (std::uint32_t i = 0; i < node.argument_count; ++i) {
    const Node& argument = tree_.nodes[tree_.arguments[node.argument_first + i]];
    height = std::max(height, argument.height + 1);
  }
  if (height > kHeightMax) {
    fail(node.begin, node.end, "this expression is nested too deeply");
    height = 0;
  }
  node.height = static_cast<std::uint16_t>(height);
  tree_.nodes.push_back(node);
  return static_cast<NodeId>(tree_.nodes.size() - 1);
}

NodeId ExpressionBuilder::pop() {
  const NodeId node = operands_.back();
  operands_.pop_back();
  return node;
}

void ExpressionBuilder::push_frame(Frame frame) {
  if (++nested_[frame.kind == Frame::kIndex ? 1 : 0] > kNestedMax) {
    fail(frame.begin, frame.begin + 1,
         frame.kind == Frame::kIndex ? "indexes are nested more than 1,000 deep"
                                     : "parentheses are nested more than 1,000 deep");
  }
  frame.operators = pending_.size();
  frames_.push_back(std::move(frame));
  bare_name_ = false;
}

void ExpressionBuilder::reduce_one() {
  const Pending pending = pending_.back();
  pending_.pop_back();
  Node node;
  node.op = pending.op;
  node.begin = pending.begin;
  node.end = pending.end;
  if (pending.unary) {
    --unaries_;
    node.kind = NodeKind::kUnary;
    node.operands[0] = pop();
  } else {
    node.kind = NodeKind::kBinary;
    node.operands[1] = pop();
    node.operands[0] = pop();
  }
  operands_.push_back(add(node));
}

void ExpressionBuilder::reduce_to(std::size_t count) {
  while (pending_.size() > count) reduce_one();
}

void ExpressionBuilder::unary(Operator op, std::uint32_t begin) {
  if (++unaries_ > kNestedMax) {
    fail(begin, begin + 1, "unary operators are nested more than 1,000 deep");
  }
  pending_.push_back({op, true, begin, begin + 1});
}

void ExpressionBuilder::open(std::uint32_t begin) {
  push_frame({Frame::kParenthesis, begin, 0, {}, {}});
}

void ExpressionBuilder::open_apply(Word name) {
  push_frame({Frame::kApply, name.begin, 0, name, {}});
}

void ExpressionBuilder::number(Word digits) {
  Node node;
  node.begin = digits.begin;
  node.end = digits.end;
  node.name = digits.text;
  if (digits.text.size() > 1 && digits.text.front() == '0') {
    fail(digits.begin, digits.end, "integers are written without leading zeros");
  }
  std::uint64_t value = 0;
  const char* last = digits.text.data() + digits.text.size();
  const auto [stop, code] = std::from_chars(digits.text.data(), last, value);
  const auto largest = static_cast<std::uint64_t>(std::numeric_limits<Value>::max());
  const bool negated = !pending_.empty() && pending_.size() > outer() && pending_.back().unary &&
                       pending_.back().op == Operator::kNegate &&
                       pending_.back().end == digits.begin;
  if (code == std::errc() && value == largest + 1 && negated) {
    pending_.pop_back();  // the smallest integer has no positive counterpart
    --unaries_;
    node.value = std::numeric_limits<Value>::min();
  } else if (code != std::errc() || value > largest) {
    fail(digits.begin, digits.end, "this number does not fit 64 bits signed");
  } else {
    node.value = static_cast<Value>(value);
  }
  operands_.push_back(add(node));
  bare_name_ = false;
}

void ExpressionBuilder::name(Word name) {
  Node node;
  node.kind = NodeKind::kName;
  node.begin = name.begin;
  node.end = name.end;
  node.name = name.text;
  operands_.push_back(add(node));
  bare_name_ = true;
}

void ExpressionBuilder::empty_apply(Word name, std::uint32_t end) {
  Node node;
  node.kind = NodeKind::kApply;
  node.begin = name.begin;
  node.end = end;
  node.name = name.text;
  operands_.push_back(add(node));
  bare_name_ = false;
}

bool ExpressionBuilder::close(std::uint32_t end) {
  if (frames_.empty() || frames_.back().kind == Frame::kIndex) return false;
  reduce_to(outer());
  Frame frame = std::move(frames_.back());
  frames_.pop_back();
  --nested_[0];
  bare_name_ = false;
  if (frame.kind == Frame::kParenthesis) {
    tree_.nodes[operands_.back()].parenthesised = true;
    return true;
  }
  frame.arguments.push_back(pop());
  Node node;
  node.kind = NodeKind::kApply;
  node.begin = frame.name.begin;
  node.end = end;
  node.name = frame.name.text;
  node.argument_first = static_cast<std::uint32_t>(tree_.arguments.size());
  node.argument_count = static_cast<std::uint32_t>(frame.arguments.size());
  tree_.arguments.insert(tree_.arguments.end(), frame.arguments.begin(), frame.arguments.end());
  operands_.push_back(add(node));
  return true;
}

bool ExpressionBuilder::open_index(std::uint32_t begin) {
  if (!bare_name_) return false;
  const NodeId id = pop();
  Node& node = tree_.nodes[id];
  node.kind = NodeKind::kUnused;
  push_frame({Frame::kIndex, begin, 0, {node.name, node.begin, node.end}, {}});
  return true;
}

bool ExpressionBuilder::close_index(std::uint32_t end) {
  if (frames_.empty() || frames_.back().kind != Frame::kIndex) return false;
  reduce_to(outer());
  const Frame frame = std::move(frames_.back());
  frames_.pop_back();
  --nested_[1];
  bare_name_ = false;
  Node node;
  node.kind = NodeKind::kIndex;
  node.begin = frame.name.begin;
  node.end = end;
  node.name = frame.name.text;
  node.operands[0] = pop();
  operands_.push_back(add(node));
  return true;
}

void ExpressionBuilder::field(Word name) {
  Node node;
  node.kind = NodeKind::kField;
  node.begin = name.begin;
  node.end = name.end;
  node.name = name.text;
  node.operands[0] = pop();
  operands_.push_back(add(node));
  bare_name_ = false;
}

void ExpressionBuilder::infix(Operator op, std::uint32_t begin, std::uint32_t end) {
  while (pending_.size() > outer() &&
         (pending_.back().unary || precedence(pending_.back().op) >= precedence(op))) {
    reduce_one();
  }
  pending_.push_back({op, false, begin, end});
  bare_name_ = false;
}

bool ExpressionBuilder::comma() {
  if (frames_.empty() || frames_.back().kind != Frame::kApply) return false;
  reduce_to(outer());
  frames_.back().arguments.push_back(pop());
  bare_name_ = false;
  return true;
}

}  // namespace heddle::scenario::syntax
