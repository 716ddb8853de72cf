#include "scenario/outline.h"

#include <algorithm>
#include <array>
#include <string>

#include "scenario/grammar.h"
#include "scenario/slips.h"

namespace heddle::scenario {

namespace {

constexpr int kBlocksMax = 1'000;

struct BlockForm {
  StepKind kind;
  std::vector<std::string_view> keys;   // the first one names the block
  std::vector<std::string_view> lists;  // those that must be there
};

const std::array<BlockForm, 6>& block_forms() {
  static const std::array<BlockForm, 6> forms = {{
      {StepKind::kIf, {"if", "then", "else"}, {"then"}},
      {StepKind::kWhile, {"while", "do"}, {"do"}},
      {StepKind::kRepeat, {"repeat", "do", "as"}, {"do"}},
      {StepKind::kAtomic, {"atomic"}, {}},
      {StepKind::kWith, {"with", "do"}, {"do"}},
      {StepKind::kTransaction, {"transaction", "do"}, {"do"}},
  }};
  return forms;
}

const BlockForm& form_of(StepKind kind) {
  return *std::find_if(block_forms().begin(), block_forms().end(),
                       [&](const BlockForm& form) { return form.kind == kind; });
}

}  // namespace

JsonId Outliner::member(JsonId node, std::string_view key) const {
  for (JsonId child = document_[node].first; child != kNone; child = document_[child].next) {
    if (document_[child].key == key) return child;
  }
  return kNone;
}

OutlineId Outliner::add(OutlineStep step) {
  steps.push_back(std::move(step));
  return static_cast<OutlineId>(steps.size() - 1);
}

OutlineList Outliner::list(JsonId node) { return list(node, 0); }

OutlineList Outliner::list(JsonId node, int depth) {
  OutlineList result;
  if (document_[node].kind != JsonKind::kArray) {
    std::string message = "a list of steps must stand here: [...]";
    if (document_[node].kind == JsonKind::kString) message += ", also around a single statement";
    problems_.at_value(node, message);
    return result;
  }
  for (JsonId child = document_[node].first; child != kNone; child = document_[child].next) {
    stop_.look();
    OutlineStep step;
    step.node = step.text = child;
    switch (document_[child].kind) {
      case JsonKind::kString:
        statement(step);
        if (step.statement.empty) continue;
        break;
      case JsonKind::kObject:
        if (depth >= kBlocksMax) {
          problems_.at_value(child, "blocks are nested more than 1,000 deep");
          return result;
        }
        block(step, depth);
        break;
      default:
        problems_.at_value(child, "a step is a string (one statement) or an object (a block)");
        continue;
    }
    result.push_back(add(std::move(step)));
  }
  return result;
}

void Outliner::statement(OutlineStep& step) {
  const std::string_view text = document_[step.text].text;
  const std::size_t nodes = tree_.nodes.size();
  auto error = syntax::parse_statement(text, tree_, step.statement);
  if (!error) error = syntax::find_slip(text, step.statement, tree_);
  if (!error) return;
  report(step.text, syntax::explain(text, *error));
  tree_.nodes.resize(nodes);
  step.statement = {};
  step.statement.broken = true;
  step.statement.name = syntax::declared_name(text);
}

// A text that cannot be parsed; silent where a name in it was declared wrongly: a variable that is
// called like a word of the language makes no statement.
void Outliner::report(JsonId string, const syntax::SyntaxError& error) {
  const std::string_view text = document_[string].text;
  for (std::size_t i = 0; !misdeclared_.empty() && i < text.size(); ++i) {
    const std::string_view word = syntax::word_at(text, i);
    if (misdeclared_.contains(word)) return;
    if (!word.empty()) i += word.size();
  }
  problems_.in_text(string, error.begin, error.end, error.message);
}

std::optional<syntax::Statement> Outliner::expression(JsonId node) {
  stop_.look();
  const std::string_view text = document_[node].text;
  const std::size_t nodes = tree_.nodes.size();
  syntax::Statement result;
  auto error = syntax::parse_expression(text, tree_, result);
  if (!error && result.empty) error = syntax::SyntaxError{0, 1, "an expression must stand here"};
  if (!error) return result;
  report(node, syntax::explain_expression(text, *error));
  tree_.nodes.resize(nodes);
  return std::nullopt;
}

// ---- Blocks -------------------------------------------------------------------------------------

void Outliner::block(OutlineStep& step, int depth) {
  step.is_block = true;
  const BlockForm* form = nullptr;
  for (const BlockForm& each : block_forms()) {
    if (member(step.node, each.keys.front()) == kNone) continue;
    if (!form || each.kind != StepKind::kRepeat) form = &each;
    break;
  }
  if (!form) {
    step.broken = true;
    return unknown_block(step.node);
  }
  step.block = form->kind;
  check_keys(step.node, form->kind);
  const JsonId head = member(step.node, form->keys.front());
  step.text = head;
  switch (form->kind) {
    case StepKind::kRepeat:
      rounds(step, head);
      break;
    case StepKind::kWith:
      guard(step, head);
      break;
    case StepKind::kAtomic:
      step.text = step.node;
      break;
    case StepKind::kTransaction:
      if (document_[head].kind != JsonKind::kString) {
        problems_.at_value(head, "the name of a transaction is a text: \"transfer\"");
      }
      break;
    default:
      condition(step, head, form->keys.front());
      break;
  }
  const bool is_if = form->kind == StepKind::kIf;
  const JsonId body =
      form->kind == StepKind::kAtomic ? head : member(step.node, is_if ? "then" : "do");
  if (body != kNone) step.body = list(body, depth + 1);
  const JsonId otherwise = is_if ? member(step.node, "else") : kNone;
  if (otherwise != kNone) step.otherwise = list(otherwise, depth + 1);
}

void Outliner::check_keys(JsonId node, StepKind kind) {
  const BlockForm& form = form_of(kind);
  bool renamed = false;  // a list is there, under another name
  for (JsonId child = document_[node].first; child != kNone; child = document_[child].next) {
    const std::string_view key = document_[child].key;
    if (std::find(form.keys.begin(), form.keys.end(), key) != form.keys.end()) continue;
    problems_.at_key(child, explain_block_key(form.keys.front(), key, form.keys));
    renamed = renamed || document_[child].kind == JsonKind::kArray;
  }
  for (const std::string_view list : form.lists) {
    if (renamed || member(node, list) != kNone) continue;
    problems_.at_value(node, "\"" + std::string(list) + "\" is missing: {\"" +
                                 std::string(form.keys.front()) + "\": ..., \"" +
                                 std::string(list) + "\": [...]}");
  }
}

void Outliner::unknown_block(JsonId node) {
  const JsonId first = document_[node].first;
  if (first == kNone) {
    problems_.at_value(node, "this block is empty; a block is one of " + block_list());
    return;
  }
  problems_.at_key(first, explain_unknown_block(document_[first].key));
}

void Outliner::condition(OutlineStep& step, JsonId node, std::string_view key) {
  if (document_[node].kind != JsonKind::kString) {
    step.statement.broken = true;
    problems_.at_value(node, "the condition of \"" + std::string(key) +
                                 "\" is an expression in a string: \"x < 3\", \"true\"");
    return;
  }
  if (auto slip = syntax::find_condition_slip(document_[node].text, key)) {
    step.statement.broken = true;
    problems_.in_text(node, slip->begin, slip->end, slip->message);
    return;
  }
  auto parsed = expression(node);
  step.statement.broken = !parsed;
  if (parsed) step.statement = *parsed;
}

void Outliner::rounds(OutlineStep& step, JsonId node) {
  step.as = member(step.node, "as");
  if (step.as != kNone && document_[step.as].kind != JsonKind::kString) {
    problems_.at_value(step.as, "\"as\" names the counter: \"as\": \"i\"");
    step.as = kNone;
  }
  if (document_[node].kind == JsonKind::kInteger) {
    syntax::Node number;
    number.value = document_[node].integer;
    tree_.nodes.push_back(number);
    const auto id = static_cast<syntax::NodeId>(tree_.nodes.size() - 1);
    step.statement.value = {id, id};
    return;
  }
  if (document_[node].kind == JsonKind::kString) {
    auto parsed = expression(node);
    step.statement.broken = !parsed;
    if (parsed) step.statement = *parsed;
    return;
  }
  step.statement.broken = true;
  problems_.at_value(node, "\"repeat\" takes an integer, or an expression in a string: \"n + 1\"");
}

void Outliner::guard(OutlineStep& step, JsonId node) {
  step.statement.broken = true;
  if (document_[node].kind != JsonKind::kString) {
    problems_.at_value(
        node, "\"with\" takes one lock: \"m\", \"rdlock r\", \"wrlock r\" or \"acquire s\"");
    return;
  }
  const std::string_view text = document_[node].text;
  syntax::Statement parsed;
  auto error = syntax::parse_guard(text, tree_, parsed);
  if (!error && parsed.empty)
    error = syntax::SyntaxError{0, 1, "the name of a lock must stand here"};
  if (error) {
    *error = syntax::explain_guard(text, *error);
    problems_.in_text(node, error->begin, error->end, error->message);
    return;
  }
  step.statement = parsed;
}

}  // namespace heddle::scenario
