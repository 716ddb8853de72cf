// Looks names up, finds types, and inlines procedures: from an outline to a Scenario.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scenario/names.h"
#include "scenario/outline.h"
#include "scenario/problems.h"
#include "scenario/scenario.h"
#include "scenario/syntax.h"

namespace heddle::scenario {

struct Procedure {
  JsonId node = kNone;
  std::vector<JsonId> params;  // the strings that name them
  OutlineList body;
  bool usable = true;  // false: recursive, or without a body
};

// Which threads use a variable or an object.
struct Use {
  std::uint32_t thread = kNone;  // the first that does
  bool many = false;             // another one, or a counted one, does too
  bool checked = false;          // an expression of `check` reads it
};

// A `let` of the file, wherever it was inlined.
struct LetUse {
  std::string_view name;
  JsonId node = kNone;
  bool accesses = false;  // its right side touches memory or a channel: that may be the point of it
  bool read = false;
};

// Everything that is known while a file is read.
struct Reading {
  Reading(const Document& json, StopLooks& looks)
      : document(json),
        stop(looks),
        problems(json),
        outline(json, problems, tree, misdeclared, looks) {}

  const Document& document;
  StopLooks& stop;
  ProblemList problems;
  syntax::Tree tree;
  // Names whose declaration is wrong, which has been said: what is wrong in their uses may follow.
  std::set<std::string_view> misdeclared;
  Outliner outline;
  Names names;
  Scenario scenario;
  std::vector<Procedure> procedures;
  std::vector<OutlineList> thread_bodies;
  std::vector<JsonId> thread_nodes;
  std::vector<JsonId> variable_nodes;
  std::vector<JsonId> object_nodes;
  std::vector<JsonId> source_nodes;  // of Scenario::sources
  // Name and record type -> which field of it.
  std::map<std::pair<std::string_view, std::uint32_t>, std::uint32_t> fields;
  std::vector<Use> variable_uses;
  std::vector<Use> object_uses;
  std::map<JsonId, LetUse> lets;
  std::vector<std::uint32_t> idle_threads;  // that make no access
  std::size_t step_count = 0;
  std::size_t bytes = 0;  // of texts and unlocks that inlining and leaving blocks copy
  bool too_large = false;
};

// What an expression has: a type that is known, null's, one that an earlier mistake hides, or none.
struct ValueType {
  enum Kind : std::uint8_t { kUnknown, kInteger, kPointer, kNull, kNothing } kind = kUnknown;
  std::uint32_t record = kNone;
  Type type() const { return kind == kPointer ? Type{record} : Type{}; }
  static ValueType of(Type type) {
    return type.is_pointer() ? ValueType{kPointer, type.record} : ValueType{kInteger, kNone};
  }
};

struct TypedExpression {
  ExpressionId id = kNone;  // kNone after a mistake
  ValueType type;
};

// What may stand in an expression.
struct ExpressionRules {
  std::string_view where;   // for messages: "await", "choose"
  bool pure = false;        // no cas, exchange, fetch_add
  bool local_only = false;  // no access at all
  bool in_check = false;    // no local, no self
};

// Resolves the bodies of threads and procedures, and the expressions of `check`.
class Resolver {
 public:
  explicit Resolver(Reading& reading) : r_(reading) {}

  // Grammar and names of a procedure, whether it is called or not.
  void check_procedure(std::uint32_t index);
  // Fills the thread's body and locals.
  void thread(std::uint32_t index);
  // An expression of `check`; kNone after a mistake.
  ExpressionId condition(JsonId node);

 private:
  struct Local {
    std::string_view name;
    std::uint32_t index = kNone;
    ValueType type;
    bool counter = false;
    JsonId let = kNone;
  };
  struct Call {                    // a procedure that is being inlined, or the thread itself
    std::size_t locals_begin = 0;  // earlier ones belong to the caller
    std::uint32_t procedure = kNone;
    bool returns_value = false;
    ValueType result = {};
    JsonId site = kNone;  // the string with the outermost call, seen from an enclosing block
    int loops = 0;
  };

  // Lists and blocks (resolve_blocks.cpp)
  std::vector<Step> list(const OutlineList& list, bool atomic_begin = false);
  std::optional<Step> step(OutlineId id, bool first_in_atomic);
  void block(OutlineStep& outline, Step& step);
  void loop(OutlineStep& outline, Step& step);
  void with(OutlineStep& outline, Step& step);
  void atomic(OutlineStep& outline, Step& step);
  void transaction(OutlineStep& outline, Step& step);
  bool count_step(const OutlineStep& outline);
  std::uint32_t source(OutlineStep& outline);

  // Statements (resolve_statements.cpp)
  bool statement(OutlineStep& outline, Step& step, bool first_in_atomic);
  void let(const OutlineStep& outline, Step& step);
  void await(const OutlineStep& outline, Step& step, bool first_in_atomic);
  void flag(const OutlineStep& outline, Step& step);
  void assert_or_fail(const OutlineStep& outline, Step& step);
  void want_loop(const OutlineStep& outline);
  void delete_record(const OutlineStep& outline, Step& step);
  void operate(const OutlineStep& outline, Step& step);
  void assign(const OutlineStep& outline, Step& step);
  void assign_local(const OutlineStep& outline, Step& step, const Local& local);
  void assign_memory(const OutlineStep& outline, Step& step);
  bool only_for_locals(const syntax::Statement& statement) const;
  bool assignable(const OutlineStep& outline, const syntax::Node& place);
  ValueType right_side(const OutlineStep& outline, Step& step, bool assigning);
  ValueType choose(const OutlineStep& outline, Step& step);
  ValueType call(const OutlineStep& outline, Step& step, bool wants_value);
  void no_procedure(const syntax::Node& root);
  ValueType inline_body(const OutlineStep& outline, Step& step, std::uint32_t index,
                        const std::vector<ValueType>& types, bool wants_value);
  void return_from(const OutlineStep& outline, Step& step);
  void evaluate(const OutlineStep& outline, Step& step);
  void declare(const OutlineStep& outline, const syntax::Word& name, ValueType type, bool accesses,
               Step* step);
  bool can_declare(JsonId text, const syntax::Word& name);
  void end_locals(std::size_t begin);
  std::uint32_t add_local(std::string_view name, ValueType type, bool counter, JsonId let);
  ObjectRef object(const OutlineStep& outline, const syntax::Object& object, ObjectClass wanted);
  std::string no_object(std::string_view name, ObjectClass wanted) const;
  ObjectRef synchronise(const OutlineStep& outline, ObjectClass wanted);
  void forbid_in_atomic(const OutlineStep& outline, std::string_view what, std::string_view why);
  bool in_atomic_by_call() const;
  JsonId blame(const OutlineStep& outline) const;

  // Expressions (resolve_expressions.cpp)
  TypedExpression expression(JsonId text, syntax::Range range, const ExpressionRules& rules = {});
  TypedExpression integer(JsonId text, syntax::Range range, std::string_view what,
                          const ExpressionRules& rules = {});
  void find_places(syntax::Range range);
  bool is_memory(const syntax::Node& node, const TypedExpression& resolved) const;
  TypedExpression node(const syntax::Node& node);
  TypedExpression name(const syntax::Node& node);
  TypedExpression index(const syntax::Node& node);
  TypedExpression field(const syntax::Node& node);
  void no_field(const syntax::Node& node, std::uint32_t record);
  TypedExpression unary(const syntax::Node& node);
  TypedExpression binary(const syntax::Node& node);
  TypedExpression apply(const syntax::Node& node);
  std::vector<std::string> argument_texts(const syntax::Node& node) const;
  TypedExpression length(const syntax::Node& node);
  TypedExpression indivisible(const syntax::Node& node);
  TypedExpression variable(const syntax::Node& node, const Symbol& symbol);
  void not_a_value(const syntax::Node& node);
  void unknown_name(const syntax::Node& node);
  bool place_is_atomic(const syntax::Node& node, const TypedExpression& place);
  bool fits(ValueType target, TypedExpression& value);
  void want_integer(const syntax::Node& node, const TypedExpression& operand,
                    std::string_view what);
  TypedExpression literal(Value value);
  TypedExpression add(Expression expression, ValueType type);
  TypedExpression operand(const syntax::Node& node, int which) const;
  std::uint32_t argument_id(const syntax::Node& node, std::uint32_t which) const;
  TypedExpression resolved(syntax::NodeId id) const { return resolved_[id - range_first_]; }

  const Local* find_local(std::string_view name) const;
  Local* find_local(std::string_view name);
  std::vector<std::string_view> visible_names(bool values_only) const;
  std::string type_name(ValueType type) const;
  void use_variable(std::uint32_t index);
  void use_object(std::uint32_t index);
  void mark_access() { accessed_ = true; }
  void problem(const syntax::Node& node, std::string message);
  // A mistake of types: known only where types are, so not while only names are checked.
  void type_problem(const syntax::Node& node, std::string message);
  syntax::Node whole(const OutlineStep& outline) const;

  Reading& r_;
  Thread* thread_ = nullptr;  // null: only names are checked, and for conditions
  std::uint32_t thread_index_ = kNone;
  bool names_only_ = false;
  bool accessed_ = false;
  int depth_ = 0;
  int atomics_ = 0;
  int transactions_ = 0;
  std::size_t withs_ = 0;
  std::vector<Local> locals_;
  std::map<std::string_view, std::size_t> visible_;  // of the innermost call, in locals_
  std::set<std::string_view> ended_;                 // locals whose list is over
  std::vector<Call> calls_;
  std::vector<std::size_t> atomic_calls_;       // calls_.size() at each enclosing atomic
  std::vector<std::size_t> transaction_calls_;  // and transaction

  // The expression that is being resolved.
  JsonId text_ = kNone;
  ExpressionRules rules_;
  syntax::NodeId range_first_ = 0;
  std::vector<TypedExpression> resolved_;
  std::vector<bool> is_place_;  // the target of cas and the like: not read
  std::vector<bool> is_array_;  // the argument of len
};

}  // namespace heddle::scenario
