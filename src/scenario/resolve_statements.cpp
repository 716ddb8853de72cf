// Statements that declare, assign, evaluate and synchronise.
#include <algorithm>
#include <string>
#include <utility>

#include "scenario/resolver.h"

namespace heddle::scenario {

using syntax::Node;
using syntax::NodeKind;
using syntax::Right;

namespace {

// What leaving a `with` by return, break or continue adds to the program: its unlock once more.
constexpr std::size_t kUnlockBytes = 100;

bool can_block(StepKind kind) {
  switch (kind) {
    case StepKind::kLock:
    case StepKind::kReadLock:
    case StepKind::kWriteLock:
    case StepKind::kWait:
    case StepKind::kAcquire:
    case StepKind::kArrive:
    case StepKind::kSend:
    case StepKind::kJoin:
      return true;
    default:
      return false;
  }
}

ObjectClass class_of(StepKind kind) {
  switch (kind) {
    case StepKind::kReadLock:
    case StepKind::kReadUnlock:
    case StepKind::kWriteLock:
    case StepKind::kWriteUnlock:
      return ObjectClass::kRwLock;
    case StepKind::kWait:
    case StepKind::kNotify:
    case StepKind::kNotifyAll:
      return ObjectClass::kCondition;
    case StepKind::kAcquire:
    case StepKind::kRelease:
      return ObjectClass::kSemaphore;
    case StepKind::kArrive:
      return ObjectClass::kBarrier;
    case StepKind::kSend:
      return ObjectClass::kChannel;
    case StepKind::kSpawn:
    case StepKind::kJoin:
      return ObjectClass::kThread;
    default:
      return ObjectClass::kMutex;
  }
}

}  // namespace

// The whole statement as one node, for messages.
Node Resolver::whole(const OutlineStep& outline) const {
  Node node;
  node.begin = outline.statement.begin;
  node.end = outline.statement.end;
  return node;
}

// False: the statement leaves no step behind.
bool Resolver::statement(OutlineStep& outline, Step& step, bool first_in_atomic) {
  const auto& statement = outline.statement;
  const JsonId text = text_ = outline.text;
  step.kind = statement.kind;
  if (can_block(step.kind)) {
    const std::string_view code =
        r_.document[text].text.substr(statement.begin, statement.end - statement.begin);
    forbid_in_atomic(outline, "`" + std::string(code.substr(0, 60)) + "`", "can block");
  }
  switch (step.kind) {
    case StepKind::kLet:
      let(outline, step);
      break;
    case StepKind::kAssign:
      assign(outline, step);
      break;
    case StepKind::kEvaluate:
      evaluate(outline, step);
      break;
    case StepKind::kCall:
      call(outline, step, false);
      break;
    case StepKind::kAwait:
      await(outline, step, first_in_atomic);
      break;
    case StepKind::kFlag:
      flag(outline, step);
      break;
    case StepKind::kAssert:
    case StepKind::kFail:
      assert_or_fail(outline, step);
      break;
    case StepKind::kDelete:
      delete_record(outline, step);
      break;
    case StepKind::kReturn:
      r_.bytes += withs_ * kUnlockBytes;
      return_from(outline, step);
      break;
    case StepKind::kBreak:
    case StepKind::kContinue:
      r_.bytes += withs_ * kUnlockBytes;
      want_loop(outline);
      break;
    case StepKind::kSkip:
      forbid_in_atomic(outline, "`skip`", "is a place where another thread may run");
      mark_access();
      break;
    default:
      operate(outline, step);
      break;
  }
  return true;
}

void Resolver::await(const OutlineStep& outline, Step& step, bool first_in_atomic) {
  if (!first_in_atomic) {
    forbid_in_atomic(outline, "`await`", "can block, except as the first step of the block");
  }
  mark_access();
  step.value =
      integer(outline.text, outline.statement.value, "`await`", {.where = "`await`", .pure = true})
          .id;
}

void Resolver::flag(const OutlineStep& outline, Step& step) {
  const Symbol* symbol = r_.names.find(outline.statement.name.text);
  step.name = symbol ? symbol->index : kNone;
}

void Resolver::assert_or_fail(const OutlineStep& outline, Step& step) {
  step.text = std::string(outline.statement.text);
  r_.bytes += step.text.size();
  if (step.kind == StepKind::kAssert) {
    step.value = integer(outline.text, outline.statement.value, "`assert`").id;
  }
}

void Resolver::want_loop(const OutlineStep& outline) {
  if (calls_.back().loops > 0) return;
  r_.problems.in_text(outline.text, outline.statement.begin, outline.statement.end,
                      "`break` and `continue` stand inside a loop (\"while\", \"repeat\")");
}

void Resolver::delete_record(const OutlineStep& outline, Step& step) {
  mark_access();
  const syntax::Range& range = outline.statement.value;
  const TypedExpression value = expression(outline.text, range);
  step.value = value.id;
  if (value.type.kind == ValueType::kInteger) {
    type_problem(r_.tree.nodes[range.root], "`delete` takes a pointer");
  }
}

// A statement that works on a synchronisation object or a thread.
void Resolver::operate(const OutlineStep& outline, Step& step) {
  mark_access();
  step.object = synchronise(outline, class_of(step.kind));
  if (step.kind == StepKind::kWait) {
    step.second = object(outline, outline.statement.second, ObjectClass::kMutex);
  }
  if (step.kind == StepKind::kSend) {
    step.value = integer(outline.text, outline.statement.value, "`send`").id;
  }
}

// ---- Locals -------------------------------------------------------------------------------------

bool Resolver::can_declare(JsonId text, const syntax::Word& name) {
  std::string message;
  if (!is_identifier(name.text)) {
    message = in_quotes(name.text) + " is not a name: letters, digits and _, no digit first";
  } else if (is_reserved(name.text)) {
    message = in_quotes(name.text) + " is a word of the language; choose another name";
  } else if (find_local(name.text)) {
    message = "a local " + in_quotes(name.text) +
              " is visible here already; assign it without `let`, or choose another name";
  } else if (const Symbol* symbol = r_.names.find(name.text)) {
    message = in_quotes(name.text) + " is " + std::string(describe(*symbol)) +
              " already; a local needs a name of its own";
  } else {
    return true;
  }
  r_.problems.in_text(text, name.begin, name.end, message);
  return false;
}

std::uint32_t Resolver::add_local(std::string_view name, ValueType type, bool counter, JsonId let) {
  std::uint32_t index = 0;
  if (thread_ && !names_only_) {
    index = static_cast<std::uint32_t>(thread_->locals.size());
    thread_->locals.push_back({std::string(name), type.type()});
    r_.bytes += name.size();
  }
  visible_[name] = locals_.size();
  locals_.push_back({name, index, type, counter, let});
  ended_.erase(name);
  return index;
}

// The list that declared the locals from `begin` on is over.
void Resolver::end_locals(std::size_t begin) {
  for (std::size_t i = begin; i < locals_.size(); ++i) {
    ended_.insert(locals_[i].name);
    visible_.erase(locals_[i].name);
  }
  locals_.resize(begin);
}

void Resolver::declare(const OutlineStep& outline, const syntax::Word& name, ValueType type,
                       bool accesses, Step* step) {
  if (!can_declare(outline.text, name)) return;
  if (!names_only_)
    r_.lets.try_emplace(outline.text, LetUse{name.text, outline.text, accesses, false});
  const std::uint32_t index = add_local(name.text, type, false, outline.text);
  if (step) step->local = index;
}

void Resolver::let(const OutlineStep& outline, Step& step) {
  const auto& statement = outline.statement;
  const bool accessed_before = std::exchange(accessed_, false);
  ValueType type = right_side(outline, step, false);
  const bool accesses =
      accessed_ && (step.kind == StepKind::kLet || step.kind == StepKind::kReceive);
  accessed_ |= accessed_before;
  text_ = outline.text;
  if (!statement.type_name.text.empty() && statement.right != Right::kNew) {
    const Symbol* record = r_.names.find(statement.type_name.text);
    const syntax::Word& word = statement.type_name;
    if (!record || record->kind != SymbolKind::kRecord) {
      const auto records = candidates(r_.scenario.records);
      std::string message = "no record type is called " + in_quotes(word.text);
      if (word.text == "int" || word.text == "integer") {
        message = "an integer needs no type: \"let " + shown(statement.name.text) + " = ...\"";
      }
      r_.problems.in_text(text_, word.begin, word.end, message + did_you_mean(word.text, records));
      type = {};
    } else {
      TypedExpression value{step.value, type};
      const ValueType wanted{ValueType::kPointer, record->index};
      if (!fits(wanted, value)) {
        type_problem(whole(outline),
                     "this value is " + type_name(type) + ", not " + type_name(wanted));
      }
      type = wanted;
    }
  } else if (type.kind == ValueType::kNull) {
    type_problem(whole(outline), "`null` alone has no type: \"let " + shown(statement.name.text) +
                                     ": Node = null\"");
    type = {};
  }
  declare(outline, statement.name, type, accesses, &step);
  if (step.kind == StepKind::kNew) step.type = type.type();
}

// Sets what the step does for the right side of a `let` or an assignment to a local, and returns
// the type of the value.
ValueType Resolver::right_side(const OutlineStep& outline, Step& step, bool assigning) {
  const auto& statement = outline.statement;
  const ValueType integer_type{ValueType::kInteger, kNone};
  switch (statement.right) {
    case Right::kNew: {
      mark_access();
      step.kind = StepKind::kNew;
      const syntax::Word& word = statement.type_name;
      const Symbol* record = r_.names.find(word.text);
      if (record && record->kind == SymbolKind::kRecord) {
        step.type = {record->index};
        return {ValueType::kPointer, record->index};
      }
      const auto records = candidates(r_.scenario.records);
      r_.problems.in_text(
          outline.text, word.begin, word.end,
          "no record type is called " + in_quotes(word.text) + did_you_mean(word.text, records));
      return {};
    }
    case Right::kReceive:
      mark_access();
      forbid_in_atomic(outline, "`receive`", "can block");
      step.kind = StepKind::kReceive;
      step.object = synchronise(outline, ObjectClass::kChannel);
      return integer_type;
    case Right::kTryLock:
      mark_access();
      step.kind = StepKind::kTryLock;
      step.object = synchronise(outline, ObjectClass::kMutex);
      return integer_type;
    case Right::kExpression:
      break;
  }
  const Node& root = r_.tree.nodes[statement.value.root];
  const bool applies = root.kind == NodeKind::kApply && !root.parenthesised;
  if (applies && root.name == "choose") return choose(outline, step);
  const Symbol* symbol = applies ? r_.names.find(root.name) : nullptr;
  if (symbol && symbol->kind == SymbolKind::kProcedure) return call(outline, step, true);
  const TypedExpression value = expression(outline.text, statement.value);
  step.value = value.id;
  if (!assigning) step.kind = StepKind::kLet;
  return value.type;
}

ValueType Resolver::choose(const OutlineStep& outline, Step& step) {
  step.kind = StepKind::kChoose;
  const Node root = r_.tree.nodes[outline.statement.value.root];
  if (root.argument_count == 0) {
    problem(root, "choose takes at least one value: choose(0, 1)");
  }
  syntax::NodeId first = outline.statement.value.first;
  for (std::uint32_t i = 0; i < root.argument_count; ++i) {
    const syntax::NodeId last = argument_id(root, i);
    step.arguments.push_back(integer(outline.text, {first, last}, "`choose`",
                                     {.where = "`choose`", .pure = true, .local_only = true})
                                 .id);
    first = last + 1;
  }
  return {ValueType::kInteger, kNone};
}

}  // namespace heddle::scenario
