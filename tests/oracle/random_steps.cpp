// Random steps and blocks.
#include "oracle/random_program.h"

namespace heddle::oracle {

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + "\"";
}

std::string json_list(const Steps& steps) {
  std::string text = "[";
  for (const auto& step : steps) text += (text.size() > 1 ? ", " : "") + step;
  return text + "]";
}

std::string ProgramWriter::fresh(const std::string& stem) {
  return stem + std::to_string(++names_);
}

void ProgramWriter::add_text(Steps& steps, const std::string& statement) {
  steps.push_back(quoted(statement));
}

Steps ProgramWriter::list(int statements, Context context) {
  const auto visible = locals_.size();
  ++context.depth;
  Steps steps;
  for (int i = 0; i < statements; ++i) add_step(steps, context);
  locals_.resize(visible);
  return steps;
}

Steps ProgramWriter::thread_body(int budget) {
  budget_ = budget;
  locals_.clear();
  Context context;
  Steps steps;
  for (int i = 0; i < 12 && budget_ > 0; ++i) add_step(steps, context);
  if (random_.percent(5)) steps.push_back(quoted("// nothing more to do"));
  locals_.clear();
  return steps;
}

void ProgramWriter::add_step(Steps& steps, const Context& context) {
  const auto& features = declared_.features;
  const bool shallow = context.depth < 3;
  if (features.spins && !context.indivisible && !context.loop && random_.percent(20))
    return add_spin(steps);
  if (features.heap && random_.percent(45)) return add_heap(steps, context);
  if (context.loop && random_.percent(20)) return add_leave(steps, context);
  for (;;) {
    switch (random_.below(26)) {
      case 0:
      case 1:
      case 2:
      case 3:
      case 4:
        return add_assignment(steps);
      case 5:
      case 6:
        return add_local(steps);
      case 7:
        return add_flag(steps);
      case 8:
      case 9:
        if (shallow) return add_if(steps, context);
        break;
      case 10:
        if (features.loops && shallow) return add_loop(steps, context);
        break;
      case 11:
        if (features.choices) return add_choice(steps);
        break;
      case 12:
        if (features.failures) return add_failure(steps, context);
        break;
      case 13:
        if (features.atomics) return add_atomic_statement(steps);
        break;
      case 14:
      case 15:
        if (features.heap) return add_heap(steps, context);
        break;
      case 16:
        if (features.blocks && shallow && !context.indivisible) return add_atomic(steps, context);
        break;
      case 17:
        if (features.awaits && !context.indivisible) return add_await(steps);
        break;
      case 18:
      case 19:
        if (!context.indivisible && shallow) return add_lock(steps, context);
        break;
      case 20:
        if (features.transactions && !context.transaction && !context.indivisible && shallow)
          return add_transaction(steps, context);
        break;
      case 21:
        if (features.procedures) return add_call(steps, context);
        break;
      case 22:
        return add_leave(steps, context);
      case 23:
        if (features.spawns && !context.procedure) return add_spawn(steps, context);
        break;
      case 24:
        if (features.misuse && random_.percent(50)) return add_misuse(steps, context);
        break;
      default:
        if (!context.indivisible && random_.percent(30) && spend(1)) return add_text(steps, "skip");
        return add_nonblocking_object(steps, context);
    }
  }
}

void ProgramWriter::add_assignment(Steps& steps) {
  static const std::vector<std::string> kOperators = {"+=", "-=", "*=", "&=", "|=", "^="};
  static const std::vector<std::string> kRisky = {"/=", "%="};
  if (random_.percent(8)) return add_blind_write(steps);
  if (!spend(1)) return add_local(steps);
  const auto target = memory_integer();
  std::string op = "=";
  std::string value;
  if (random_.percent(50) && spend(1)) {
    const bool risky = random_.percent(15);
    op = random_.pick(risky ? kRisky : kOperators);
    if (random_.percent(50)) op = "+=";
    value = risky && !declared_.features.failures ? "2" : integer(1);
    if (random_.percent(60)) value = constant();
    if ((op == "/=" || op == "%=") && !declared_.features.failures) value = "2";
  } else {
    value = integer(2);
  }
  auto text = target + " " + op + " " + value;
  if (random_.percent(4)) text += "  // as planned";
  add_text(steps, text);
}

void ProgramWriter::add_local(Steps& steps) {
  const auto locals = locals_of(Kind::kInteger, true);
  if (!locals.empty() && random_.percent(40)) {
    static const std::vector<std::string> kOperators = {" = ", " += ", " -= ", " ^= ", " |= "};
    return add_text(steps, random_.pick(locals) + random_.pick(kOperators) + integer(1));
  }
  const auto value = integer(2);
  const auto name = fresh("v");
  add_text(steps, "let " + name + " = " + value);
  locals_.push_back({name});
}

void ProgramWriter::add_flag(Steps& steps) {
  const auto& flag = random_.pick(declared_.flags);
  steps.push_back("{\"if\": " + quoted(truth(1)) + ", \"then\": [" + quoted("flag " + flag) + "]}");
}

void ProgramWriter::add_choice(Steps& steps) {
  std::string values;
  const auto count = random_.between(1, 3);
  for (int i = 0; i < count; ++i) values += (i > 0 ? ", " : "") + local_only(1);
  const auto locals = locals_of(Kind::kInteger, true);
  if (!locals.empty() && random_.percent(30))
    return add_text(steps, random_.pick(locals) + " = choose(" + values + ")");
  const auto name = fresh("pick");
  add_text(steps, "let " + name + " = choose(" + values + ")");
  locals_.push_back({name});
  budget_ -= 1;  // it multiplies the interleavings like an access
}

void ProgramWriter::add_atomic_statement(Steps& steps) {
  const auto operation = indivisible_operation();
  if (operation.empty()) return add_local(steps);
  if (random_.percent(50)) return add_text(steps, operation);
  const auto name = fresh("old");
  add_text(steps, "let " + name + " = " + operation);
  locals_.push_back({name});
}

void ProgramWriter::add_if(Steps& steps, const Context& context) {
  const auto question = random_.percent(80) ? truth(1) : integer(2);
  auto text = "{\"if\": " + quoted(question) +
              ", \"then\": " + json_list(list(random_.between(1, 2), context));
  if (random_.percent(40)) text += ", \"else\": " + json_list(list(1, context));
  steps.push_back(text + "}");
}

void ProgramWriter::add_loop(Steps& steps, const Context& context) {
  auto inner = context;
  inner.loop = true;
  const auto before = budget_;
  budget_ = budget_ / 2;
  std::string text;
  const auto visible = locals_.size();
  if (random_.percent(60)) {
    auto rounds = std::to_string(random_.between(0, 2));
    if (random_.percent(30)) rounds = "min(2, " + local_only(1) + ")";
    text = "{\"repeat\": " + (random_.percent(20) ? "2" : quoted(rounds));
    if (random_.percent(50)) {
      const auto counter = fresh("i");
      locals_.push_back({counter, Kind::kInteger, true});
      text += ", \"as\": " + quoted(counter);
    }
    text += ", \"do\": " + json_list(list(random_.between(1, 2), inner)) + "}";
  } else {
    const auto counter = fresh("w");
    add_text(steps, "let " + counter + " = 0");
    const auto body = [&] {
      locals_.push_back({counter, Kind::kInteger, true});
      auto result = list(random_.between(1, 2), inner);
      result.insert(result.begin(), quoted(counter + " += 1"));
      return result;
    }();
    text = "{\"while\": " + quoted(counter + " < 2") + ", \"do\": " + json_list(body) + "}";
    locals_.resize(visible);
    locals_.push_back({counter, Kind::kInteger, true});
    steps.push_back(text);
    budget_ = before - 2 * (before / 2 - budget_);
    return;
  }
  locals_.resize(visible);
  steps.push_back(text);
  budget_ = before - 2 * (before / 2 - budget_);
}

// Waits by asking again and again: the graph gets a cycle.
void ProgramWriter::add_spin(Steps& steps) {
  if (!spend(1)) return;
  const auto roll = random_.below(4);
  const auto cell = random_.pick(declared_.atomic_integers.empty() ? declared_.integers
                                                                   : declared_.atomic_integers);
  if (roll == 0 && !declared_.mutexes.empty()) {
    const auto& mutex = random_.pick(declared_.mutexes);
    const auto name = fresh("got");
    add_text(steps, "let " + name + " = trylock " + mutex);
    steps.push_back("{\"while\": \"!" + name + "\", \"do\": [" +
                    quoted(name + " = trylock " + mutex) + "]}");
    add_text(steps, "unlock " + mutex);
  } else if (roll == 1 && declared_.features.atomics) {
    steps.push_back("{\"while\": " + quoted("!cas(" + cell + ", 0, 1)") + ", \"do\": []}");
    add_text(steps, cell + " = 0");
  } else if (roll == 2) {
    steps.push_back("{\"while\": " + quoted(cell + " == 0") + ", \"do\": [\"skip\"]}");
  } else {
    const auto name = fresh("got");
    steps.push_back("{\"while\": \"true\", \"do\": [" + quoted("let " + name + " = " + cell) +
                    ", {\"if\": " + quoted(name + " != 0") + ", \"then\": [\"break\"]}]}");
  }
}

void ProgramWriter::add_atomic(Steps& steps, Context context) {
  if (!spend(1)) return;
  const auto before = budget_;
  const auto visible = locals_.size();
  budget_ = 4;
  context.indivisible = true;
  Steps body;
  if (random_.percent(35)) {
    changes_nothing_ = true;
    body.push_back(quoted("await " + truth(1)));
    changes_nothing_ = false;
  }
  auto rest = list(random_.between(1, 3), context);
  body.insert(body.end(), rest.begin(), rest.end());
  locals_.resize(visible);
  budget_ = before;
  steps.push_back("{\"atomic\": " + json_list(body) + "}");
}

void ProgramWriter::add_await(Steps& steps) {
  if (!spend(1)) return;
  const auto before = budget_;
  budget_ = 2;
  changes_nothing_ = true;
  add_text(steps, "await " + truth(1));
  changes_nothing_ = false;
  budget_ = before;
}

void ProgramWriter::add_transaction(Steps& steps, Context context) {
  context.transaction = true;
  static const std::vector<std::string> kNames = {"first", "second", "any text: \u00fcber"};
  steps.push_back("{\"transaction\": " + quoted(random_.pick(kNames)) +
                  ", \"do\": " + json_list(list(random_.between(1, 3), context)) + "}");
}

void ProgramWriter::add_call(Steps& steps, const Context& context) {
  std::vector<Procedure> possible;
  for (const auto& procedure : declared_.procedures)
    if ((procedure.plain || !context.indivisible) &&
        !(procedure.transaction && (context.transaction || context.indivisible)))
      possible.push_back(procedure);
  if (possible.empty() || !spend(2)) return add_local(steps);
  const auto procedure = random_.pick(possible);
  std::string arguments;
  for (const auto kind : procedure.parameters) {
    auto argument = kind == Kind::kInteger ? integer(1) : pointer(kind);
    if (argument == "null") argument = "top";
    arguments += (arguments.empty() ? "" : ", ") + argument;
  }
  const auto text = procedure.name + "(" + arguments + ")";
  if (!procedure.has_value || random_.percent(30)) return add_text(steps, "call " + text);
  const auto name = fresh("res");
  add_text(steps, "let " + name + " = " + text);
  locals_.push_back({name});
}

void ProgramWriter::add_leave(Steps& steps, const Context& context) {
  std::string leave;
  if (context.loop && random_.percent(70)) leave = random_.percent(50) ? "break" : "continue";
  if (leave.empty() && context.returns_value) leave = "return " + integer(1);
  if (leave.empty() && random_.percent(50)) leave = "return";
  if (leave.empty()) return add_local(steps);
  steps.push_back("{\"if\": " + quoted(truth(1)) + ", \"then\": [" + quoted(leave) + "]}");
}

void ProgramWriter::procedure(bool plain) {
  Procedure made;
  made.name = fresh("proc");
  made.plain = plain;
  locals_.clear();
  std::string parameters;
  for (int i = random_.between(0, 2); i > 0; --i) {
    const bool node = declared_.features.heap && random_.percent(35);
    const auto name = fresh("arg");
    locals_.push_back({name, node ? Kind::kNode : Kind::kInteger});
    made.parameters.push_back(locals_.back().kind);
    parameters += (parameters.empty() ? "" : ", ") + quoted(name);
  }
  Context context;
  context.procedure = true;
  context.indivisible = plain;
  context.returns_value = made.has_value = random_.percent(60);
  context.depth = 1;
  context.transaction = true;  // but for the one below
  budget_ = 2;
  auto body = list(random_.between(1, 2), context);
  if (!plain && declared_.features.transactions && random_.percent(30)) {
    made.transaction = true;
    budget_ = 2;
    body.push_back("{\"transaction\": \"in a procedure\", \"do\": " + json_list(list(1, context)) +
                   "}");
  }
  if (made.has_value) body.push_back(quoted("return " + integer(1)));
  locals_.clear();
  made.json = "{\"params\": [" + parameters + "], \"do\": " + json_list(body) +
              ", \"description\": \"made at random\"}";
  declared_.procedures.push_back(made);
}

}  // namespace heddle::oracle
