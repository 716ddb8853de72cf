// Builds the tree of an expression from its tokens, in the order in which they are written, with
// C++'s precedence. Works on stacks of its own, so that no text can exhaust the program's.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "scenario/syntax.h"

namespace heddle::scenario::syntax {

class ExpressionBuilder {
 public:
  explicit ExpressionBuilder(Tree& tree) : tree_(tree) {}

  void begin();
  Range finish();

  // Each false: the token does not belong to this expression.
  void unary(Operator op, std::uint32_t begin);
  void open(std::uint32_t begin);
  void open_apply(Word name);
  void number(Word digits);
  void name(Word name);
  void empty_apply(Word name, std::uint32_t end);
  bool close(std::uint32_t end);
  bool close_index(std::uint32_t end);
  void field(Word name);
  bool open_index(std::uint32_t begin);
  void infix(Operator op, std::uint32_t begin, std::uint32_t end);
  bool comma();

  // A bracket that is still open, to be named where the expression breaks off.
  bool is_open() const { return !frames_.empty(); }
  char awaited() const { return frames_.back().kind == Frame::kIndex ? ']' : ')'; }
  // What went wrong although every token was in its place: nesting or a number too large.
  const std::optional<SyntaxError>& error() const { return error_; }

 private:
  struct Frame {
    enum Kind { kParenthesis, kApply, kIndex } kind = kParenthesis;
    std::uint32_t begin = 0;
    std::size_t operators = 0;  // how many were pending outside
    Word name;
    std::vector<NodeId> arguments;
  };
  struct Pending {
    Operator op = Operator::kAdd;
    bool unary = false;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
  };

  NodeId add(Node node);
  void push_frame(Frame frame);
  void reduce_one();
  void reduce_to(std::size_t count);
  void fail(std::uint32_t begin, std::uint32_t end, std::string message);
  NodeId pop();
  std::size_t outer() const { return frames_.empty() ? 0 : frames_.back().operators; }

  Tree& tree_;
  NodeId first_ = 0;
  std::vector<Frame> frames_;
  std::vector<Pending> pending_;
  std::vector<NodeId> operands_;
  std::size_t nested_[3] = {0, 0, 0};  // open frames of each kind
  std::size_t unaries_ = 0;            // pending ones
  bool bare_name_ = false;             // the last token was a name, so `[` may follow
  std::optional<SyntaxError> error_;
};

}  // namespace heddle::scenario::syntax
