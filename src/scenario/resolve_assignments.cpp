// Assignments, and expressions that stand as statements.
#include <string>

#include "scenario/resolver.h"

namespace heddle::scenario {

using syntax::Node;
using syntax::NodeKind;
using syntax::Right;

void Resolver::assign(const OutlineStep& outline, Step& step) {
  const auto& statement = outline.statement;
  const Node& place = r_.tree.nodes[statement.left.root];
  text_ = outline.text;
  if (place.parenthesised) {
    problem(place, "the place that is assigned stands without parentheses around it");
  }
  if (place.kind == NodeKind::kName) {
    if (const Local* local = find_local(place.name)) {
      const Local copy = *local;
      return assign_local(outline, step, copy);
    }
  }
  assign_memory(outline, step);
}

void Resolver::assign_local(const OutlineStep& outline, Step& step, const Local& local) {
  const auto& statement = outline.statement;
  const Node& place = r_.tree.nodes[statement.left.root];
  text_ = outline.text;
  if (local.counter) problem(place, "the counter of \"repeat\" cannot be assigned");
  step.kind = StepKind::kAssignLocal;
  step.op = statement.op;
  step.local = local.index;
  TypedExpression value;
  value.type = right_side(outline, step, true);
  value.id = step.kind == StepKind::kAssignLocal ? step.value : kNone;
  text_ = outline.text;
  if (statement.op != AssignOperator::kSet) {
    if (step.kind != StepKind::kAssignLocal) {
      problem(whole(outline), "this right side stands alone; put it into a local first, then add");
    }
    want_integer(place, {kNone, local.type}, "this assignment");
    want_integer(whole(outline), value, "this assignment");
  } else if (!fits(local.type, value)) {
    type_problem(whole(outline), in_quotes(local.name) + " is " + type_name(local.type) +
                                     ", and this value is " + type_name(value.type));
  }
}

// Whether the right side is one that can only be given to a local: choose, a call, receive, ...
bool Resolver::only_for_locals(const syntax::Statement& statement) const {
  if (statement.right != Right::kExpression) return true;
  const Node& root = r_.tree.nodes[statement.value.root];
  if (root.kind != NodeKind::kApply) return false;
  const Symbol* symbol = r_.names.find(root.name);
  return root.name == "choose" || (symbol && symbol->kind == SymbolKind::kProcedure);
}

// Whether something can be assigned at this place; says so if not.
bool Resolver::assignable(const OutlineStep& outline, const Node& place) {
  text_ = outline.text;
  if (place.kind == NodeKind::kIndex || place.kind == NodeKind::kField) return true;
  if (place.kind != NodeKind::kName) {
    problem(place, "this cannot be assigned; a variable, a cell a[i], a field p.f or a local can");
    return false;
  }
  if (r_.misdeclared.contains(place.name)) return false;
  if (is_reserved(place.name)) {
    problem(place, in_quotes(place.name) +
                       " is a word of the language, not a place; a variable, a cell a[i], a field "
                       "p.f or a local can be assigned");
    return false;
  }
  const Symbol* global = r_.names.find(place.name);
  if (global && global->kind != SymbolKind::kVariable) {
    problem(place, in_quotes(place.name) + " is " + std::string(describe(*global)) +
                       " and cannot be assigned");
    return false;
  }
  if (global || ended_.contains(place.name)) return true;
  const std::string near = did_you_mean(place.name, visible_names(true));
  problem(place, "nothing is called " + in_quotes(place.name) + near + (near.empty() ? "; " : " ") +
                     "a new local is declared with \"let " + shown(place.name) + " = ...\"");
  if (outline.statement.op == AssignOperator::kSet) add_local(place.name, {}, false, kNone);
  return false;
}

void Resolver::assign_memory(const OutlineStep& outline, Step& step) {
  const auto& statement = outline.statement;
  const Node& place = r_.tree.nodes[statement.left.root];
  step.kind = StepKind::kAssign;
  step.op = statement.op;
  TypedExpression value;
  text_ = outline.text;
  if (only_for_locals(statement)) {
    problem(whole(outline),
            "this right side can only be given to a local: \"let value = ...\", then \"" +
                shown(place.name) + " = value\"");
  } else {
    value = expression(outline.text, statement.value);
  }
  step.value = value.id;
  if (!assignable(outline, place)) return;
  const TypedExpression target = expression(outline.text, statement.left);
  step.target = target.id;
  if (statement.op != AssignOperator::kSet) {
    want_integer(place, target, "this assignment");
    want_integer(whole(outline), value, "this assignment");
  } else if (target.id != kNone && !fits(target.type, value)) {
    type_problem(whole(outline), "this place holds " + type_name(target.type) +
                                     ", and the value is " + type_name(value.type));
  }
}

// An expression as a statement: cas, exchange, fetch_add.
void Resolver::evaluate(const OutlineStep& outline, Step& step) {
  const Node& root = r_.tree.nodes[outline.statement.value.root];
  const Symbol* symbol = r_.names.find(root.name);
  text_ = outline.text;
  if (symbol && symbol->kind == SymbolKind::kProcedure) {
    const std::string_view code = r_.document[text_].text.substr(root.begin, root.end - root.begin);
    return problem(root, "a procedure is called with `call`: \"call " +
                             std::string(code.substr(0, 60)) + "\"");
  }
  if (root.name == "choose" || root.name == "min" || root.name == "max" || root.name == "len") {
    return problem(root, "this value is dropped; give it to a local: \"let x = " +
                             shown(root.name) + "(...)\"");
  }
  step.value = expression(outline.text, outline.statement.value).id;
}

}  // namespace heddle::scenario
