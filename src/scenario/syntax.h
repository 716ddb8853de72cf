// Statements and expressions as they are written: parsed, but no name looked up yet.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/scenario.h"

namespace heddle::scenario::syntax {

using NodeId = std::uint32_t;

enum class NodeKind : std::uint8_t {
  kNumber,  // value
  kName,    // name
  kIndex,   // name[operands[0]]
  kField,   // operands[0].name
  kUnary,   // op, operands[0]
  kBinary,  // op, operands[0], operands[1]
  kApply,   // name(arguments)
  kUnused,  // a name that became part of a kIndex
};

// `begin` and `end` are byte offsets in the text of the string (for a binary node, of its
// operator).
struct Node {
  NodeKind kind = NodeKind::kNumber;
  Operator op = Operator::kAdd;
  bool parenthesised = false;  // stands in parentheses of its own
  std::uint16_t height = 0;    // of the tree below; the left spine of operators counts once
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string_view name;
  Value value = 0;
  NodeId operands[2] = {kNone, kNone};
  std::uint32_t argument_first = 0;  // in Tree::arguments
  std::uint32_t argument_count = 0;
};

// Nodes `first` to `root` of the tree, operands before what they are operands of.
struct Range {
  NodeId first = kNone;
  NodeId root = kNone;
  bool present() const { return root != kNone; }
};

struct Word {
  std::string_view text;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

// An object as a statement names it: m, fork[i].
struct Object {
  Word name;
  Range index;
};

enum class Right : std::uint8_t { kExpression, kNew, kReceive, kTryLock };

// One statement. `kind` says which; kLet, kAssign and kEvaluate stand for every declaration,
// assignment and expression, whatever its right side is.
struct Statement {
  StepKind kind = StepKind::kEvaluate;
  bool empty = false;   // only a comment
  bool broken = false;  // a syntax error, reported already; `name` is what it may declare
  AssignOperator op = AssignOperator::kSet;
  Right right = Right::kExpression;
  bool has_text = false;
  std::uint32_t begin = 0;  // of the statement in the text of the string, white space around it
  std::uint32_t end = 0;    // and the comment left out
  Word name;                // of kLet and kFlag
  Word type_name;           // of kLet, and of `new`
  Range left;               // of kAssign
  Range value;
  Object object;
  Object second;
  std::string_view text;  // of assert and fail
};

// All statements and expressions of a file.
struct Tree {
  std::vector<Node> nodes;
  std::vector<NodeId> arguments;
};

// Why a text could not be parsed: where (byte offsets), what stood there instead of what.
struct SyntaxError {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string message;
};

}  // namespace heddle::scenario::syntax
