// Scenario::meaning: everything that decides what a scenario does, and nothing else, as text.
#include <string>

#include "base/letters.h"
#include "scenario/grammar.h"
#include "scenario/sections.h"

namespace heddle::scenario {

namespace {

bool is_word(char c) { return is_letter(c) || is_digit(c); }

class Writer {
 public:
  explicit Writer(const Reading& reading) : r_(reading) {}

  std::string write() {
    declarations();
    for (const Procedure& procedure : r_.procedures) {
      word("procedure");
      for (const JsonId param : procedure.params) text(r_.document[param].text);
      written(procedure.body);
    }
    for (const Thread& thread : r_.scenario.threads) {
      word("thread");
      text(thread.name);
      number(thread.counted);
      number(thread.count);
      number(thread.start);
      number(thread.background);
      for (const Local& local : thread.locals) {
        text(local.name);
        number(local.type.record);
      }
      list(thread.body);
    }
    return std::move(out_);
  }

 private:
  void word(std::string_view text) {
    out_ += '\n';
    out_ += text;
  }
  void text(std::string_view text) {
    out_ += ' ';
    out_ += std::to_string(text.size());
    out_ += ':';
    out_ += text;
  }
  template <class Number>
  void number(Number value) {
    out_ += ' ';
    out_ += std::to_string(value);
  }

  void declarations();
  void written(const OutlineList& list);
  void written(JsonId string);
  void list(const std::vector<Step>& steps);
  void step(const Step& step);
  void object(const ObjectRef& object);
  void expression(ExpressionId id);

  const Reading& r_;
  std::string out_ = "heddle 1";
};

void Writer::declarations() {
  const Scenario& scenario = r_.scenario;
  for (const Constant& constant : scenario.constants) {
    word("constant");
    text(constant.name);
    number(constant.value);
  }
  for (const Record& record : scenario.records) {
    word("record");
    text(record.name);
    for (const Field& field : record.fields) {
      text(field.name);
      number(field.atomic);
      number(field.type.record);
    }
  }
  for (const Variable& variable : scenario.variables) {
    r_.stop.look();
    word("variable");
    text(variable.name);
    number(variable.atomic);
    number(variable.is_array);
    number(variable.type.record);
    for (const Value value : variable.initial) number(value);
  }
  for (const ObjectFamily& family : scenario.objects) {
    word("object");
    number(static_cast<int>(family.object_class));
    text(family.name);
    number(family.is_array);
    for (const Value value : family.initial) number(value);
  }
  for (const std::string& flag : scenario.flags) {
    word("flag");
    text(flag);
  }
}

// A procedure as it is written, whether it is called or not: the statements without white space
// (but between words) and comments.
void Writer::written(const OutlineList& list) {
  out_ += " [";
  for (const OutlineId id : list) {
    r_.stop.look();
    const OutlineStep& step = r_.outline.steps[id];
    out_ += '\n';
    if (step.is_block) number(static_cast<int>(step.block));
    if (!step.is_block || step.text != step.node) written(step.text);
    if (step.as != kNone) text(r_.document[step.as].text);
    if (!step.is_block) continue;
    written(step.body);
    written(step.otherwise);
  }
  out_ += " ]";
}

void Writer::written(JsonId string) {
  const std::string_view text = r_.document[string].text;
  const std::string_view code = text.substr(0, syntax::comment_begin(text));
  std::string result;
  bool quoted = false;
  bool blank = false;
  for (const char c : code) {
    if (!quoted && is_space(c)) {
      blank = true;
      continue;
    }
    if (blank && !result.empty() && is_word(result.back()) && is_word(c)) result += ' ';
    blank = false;
    if (c == '"') quoted = !quoted;
    result += c;
  }
  this->text(result);
}

void Writer::list(const std::vector<Step>& steps) {
  out_ += " [";
  for (const Step& each : steps) step(each);
  out_ += " ]";
}

void Writer::object(const ObjectRef& object) {
  if (object.family == kNone) return;
  number(static_cast<int>(object.object_class));
  number(object.family);
  expression(object.index);
}

void Writer::step(const Step& step) {
  r_.stop.look();
  out_ += '\n';
  number(static_cast<int>(step.kind));
  number(static_cast<int>(step.op));
  if (step.kind == StepKind::kWith) number(static_cast<int>(step.lock_kind));
  for (const std::uint32_t index : {step.local, step.name, step.type.record}) {
    if (index == kNone) {
      out_ += " -";
    } else {
      number(index);
    }
  }
  expression(step.target);
  expression(step.value);
  object(step.object);
  object(step.second);
  if (!step.text.empty()) text(step.text);
  for (const std::uint32_t parameter : step.parameters) number(parameter);
  for (const ExpressionId argument : step.arguments) expression(argument);
  if (!step.body.empty() || !step.otherwise.empty()) {
    list(step.body);
    list(step.otherwise);
  }
}

// Operands first; a stack of its own, since expressions may be deep.
void Writer::expression(ExpressionId id) {
  out_ += " (";
  std::vector<std::pair<ExpressionId, bool>> open;
  if (id != kNone) open.emplace_back(id, false);
  while (!open.empty()) {
    const auto [top, visited] = open.back();
    const Expression& each = r_.scenario.expressions[top];
    if (!visited) {
      open.back().second = true;
      for (int i = 3; i-- > 0;) {
        if (each.operands[i] != kNone) open.emplace_back(each.operands[i], false);
      }
      continue;
    }
    open.pop_back();
    number(static_cast<int>(each.kind));
    if (each.kind == ExpressionKind::kUnary || each.kind == ExpressionKind::kBinary) {
      number(static_cast<int>(each.op));
    }
    if (each.kind == ExpressionKind::kLiteral) number(each.value);
    if (each.index != kNone) number(each.index);
  }
  out_ += " )";
}

}  // namespace

std::string canonical_text(const Reading& reading) { return Writer(reading).write(); }

}  // namespace heddle::scenario
