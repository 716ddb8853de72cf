// Procedures, inlined where they are called.
#include <string>

#include "scenario/resolver.h"

namespace heddle::scenario {

using syntax::Node;
using syntax::NodeKind;

// What to say of a call of something that is no procedure.
void Resolver::no_procedure(const Node& root) {
  if (r_.misdeclared.contains(root.name)) return;
  std::vector<std::string_view> procedures;
  if (r_.scenario.procedure_names.size() <= kCandidatesMax) {
    procedures.assign(r_.scenario.procedure_names.begin(), r_.scenario.procedure_names.end());
  }
  const Symbol* symbol = root.kind == NodeKind::kName ? r_.names.find(root.name) : nullptr;
  Node word = root;
  if (root.kind == NodeKind::kApply) {
    word.end = word.begin + static_cast<std::uint32_t>(root.name.size());
  }
  if (root.parenthesised) return problem(word, "`call` takes a procedure: \"call p(1, x)\"");
  if (symbol && symbol->kind == SymbolKind::kProcedure) {
    problem(word, "a call has parentheses: \"call " + shown(root.name) + "()\"");
  } else if (root.kind != NodeKind::kApply && root.kind != NodeKind::kName) {
    problem(word, "`call` takes a procedure: \"call p(1, x)\"");
  } else {
    problem(word,
            "no procedure is called " + in_quotes(root.name) + did_you_mean(root.name, procedures));
  }
}

// `wants_value`: the call is the right side of a `let` or an assignment.
ValueType Resolver::call(const OutlineStep& outline, Step& step, bool wants_value) {
  step.kind = StepKind::kCall;
  text_ = outline.text;
  const Node root = r_.tree.nodes[outline.statement.value.root];
  const Symbol* symbol = root.kind == NodeKind::kApply ? r_.names.find(root.name) : nullptr;
  if (!symbol || symbol->kind != SymbolKind::kProcedure || root.parenthesised) {
    no_procedure(root);
    return {};
  }
  const std::uint32_t index = symbol->index;
  const Procedure& procedure = r_.procedures[index];
  if (root.argument_count != procedure.params.size()) {
    problem(root, in_quotes(root.name) + " takes " + std::to_string(procedure.params.size()) +
                      (procedure.params.size() == 1 ? " argument" : " arguments") + ", not " +
                      std::to_string(root.argument_count));
    return {};
  }
  std::vector<ValueType> types;
  syntax::NodeId first = outline.statement.value.first;
  for (std::uint32_t i = 0; i < root.argument_count; ++i) {
    const syntax::NodeId last = argument_id(root, i);
    const TypedExpression argument = expression(outline.text, {first, last});
    if (argument.type.kind == ValueType::kNull) {
      type_problem(r_.tree.nodes[last],
                   "`null` alone has no type; give it to a local first: \"let p: Node = null\"");
    }
    const bool typed = argument.type.kind != ValueType::kNull;
    types.push_back(typed ? argument.type : ValueType{});
    step.arguments.push_back(argument.id);
    first = last + 1;
  }
  step.name = index;
  if (names_only_ || !procedure.usable || r_.too_large) return {};
  return inline_body(outline, step, index, types, wants_value);
}

ValueType Resolver::inline_body(const OutlineStep& outline, Step& step, std::uint32_t index,
                                const std::vector<ValueType>& types, bool wants_value) {
  const Procedure& procedure = r_.procedures[index];
  if (++depth_ > 1'000) {
    r_.problems.at_value(calls_.size() > 1 ? calls_[1].site : outline.text,
                         "blocks and calls are nested more than 1,000 deep");
    r_.too_large = true;
    --depth_;
    return {};
  }
  const std::size_t locals = locals_.size();
  std::set<std::string_view> ended;
  ended.swap(ended_);
  std::map<std::string_view, std::size_t> visible;
  visible.swap(visible_);
  calls_.push_back({.locals_begin = locals, .procedure = index, .site = outline.text});
  for (std::size_t i = 0; i < procedure.params.size(); ++i) {
    const std::string_view name = r_.document[procedure.params[i]].text;
    step.parameters.push_back(add_local(name, types[i], false, kNone));
  }
  step.body = list(procedure.body);
  locals_.resize(locals);
  const Call done = calls_.back();
  calls_.pop_back();
  ended_.swap(ended);
  visible_.swap(visible);
  --depth_;
  text_ = outline.text;
  if (!wants_value) return {};
  const Node& root = r_.tree.nodes[outline.statement.value.root];
  if (!done.returns_value) {
    if (!r_.too_large) {
      type_problem(root, "the procedure " + in_quotes(root.name) +
                             " returns no value; call it as a statement: \"call " +
                             shown(root.name) + "(...)\"");
    }
    return {};
  }
  if (done.result.kind == ValueType::kNull) {
    type_problem(
        root, "the procedure " + in_quotes(root.name) + " returns only `null`, which has no type");
    return {};
  }
  return done.result;
}

void Resolver::return_from(const OutlineStep& outline, Step& step) {
  const auto& statement = outline.statement;
  if (!statement.value.present()) return;
  TypedExpression value = expression(outline.text, statement.value);
  step.value = value.id;
  Call& call = calls_.back();
  if (call.procedure == kNone) return;
  if (!call.returns_value || call.result.kind == ValueType::kUnknown) {
    call.returns_value = true;
    call.result = value.type;
  } else if (call.result.kind == ValueType::kNull && value.type.kind == ValueType::kPointer) {
    call.result = value.type;
  } else if (!fits(call.result, value)) {
    type_problem(r_.tree.nodes[statement.value.root], "this returns " + type_name(value.type) +
                                                          ", but another return of the procedure " +
                                                          type_name(call.result));
  }
}

}  // namespace heddle::scenario
