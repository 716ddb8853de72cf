// Slips in whole statements: words and forms of other languages.
#include <algorithm>
#include <string>

#include "scenario/slips.h"
#include "scenario/slips_code.h"

namespace heddle::scenario::syntax {

Slip semicolon(const Code& code) {
  const std::size_t place = code.text.find(';');
  if (place == std::string_view::npos || place < code.error) return {};
  if (code.skip(place + 1) >= code.text.size()) {
    return at(place, place + 1, "a statement ends without a semicolon: remove it");
  }
  return at(
      place, place + 1,
      "one string holds one statement; put what follows the semicolon into a string of its own");
}

Slip increment(const Code& code) {
  for (const std::string_view sign : {"++", "--"}) {
    const std::size_t place = code.text.find(sign);
    if (place == std::string_view::npos || code.skip(place + 2) < code.error) continue;
    const std::string_view before = code.last_word_before(place);
    const std::string_view after = word_at(code.text, code.skip(place + 2));
    const std::string name(before.empty() ? (after.empty() ? "x" : after) : before);
    return at(
        place, place + 2,
        "there is no " + std::string(sign) + " here: \"" + name + " " + sign.front() + "= 1\"");
  }
  return {};
}

Slip block_in_string(const Code& code) {
  const std::string_view word = code.first();
  const std::size_t end = code.begin() + word.size();
  const auto block = [&](std::string_view form) {
    return at(code.begin(), end, "a block is an object, not a string: " + std::string(form));
  };
  if (word == "if") return block("{\"if\": \"x > 0\", \"then\": [...], \"else\": [...]}");
  if (word == "else" || word == "elif" || word == "elsif") {
    return block("\"else\" is a key of the object with the \"if\": {\"if\": ..., \"else\": [...]}");
  }
  if (word == "while" || word == "until") return block("{\"while\": \"x > 0\", \"do\": [...]}");
  if (word == "for" || word == "repeat" || word == "loop") {
    return block("{\"repeat\": 3, \"as\": \"i\", \"do\": [...]}");
  }
  if (word == "atomic") return block("{\"atomic\": [...]}");
  if (word == "with") return block("{\"with\": \"m\", \"do\": [...]}");
  if (word == "transaction") return block("{\"transaction\": \"name\", \"do\": [...]}");
  return {};
}

Slip typed_declaration(const Code& code) {
  constexpr auto kTypes = std::to_array<std::string_view>(
      {"int", "var", "auto", "const", "long", "local", "int64_t", "int32_t", "bool", "unsigned",
       "val", "def", "mut", "double", "float", "char", "uint64_t", "size_t"});
  if (!one_of(code.first(), kTypes)) return {};
  const std::string_view name = word_at(code.text, code.after_first());
  if (name.empty()) return {};
  const std::size_t after = code.skip(code.after_first() + name.size());
  const std::string value = code.at(after) == '=' ? trimmed(code.rest(after + 1)) : "0";
  std::string clean = value;
  while (!clean.empty() && clean.back() == ';') clean.pop_back();
  return at(code.begin(), code.begin() + code.first().size(),
            "a local is declared with let: \"let " + std::string(name) + " = " + clean + "\"");
}

Slip let_form(const Code& code) {
  if (code.first() != "let") return {};
  std::string_view name = word_at(code.text, code.after_first());
  if (name.empty()) return {};
  if (name == "mut" || name == "const") {
    return at(code.after_first(), code.after_first() + name.size(),
              "let stands directly before the name: \"let x = 0\"");
  }
  const std::size_t after = code.skip(code.after_first() + name.size());
  if (after >= code.text.size()) {
    return at(code.begin(), after,
              "a local is declared with its first value: \"let " + std::string(name) + " = 0\"");
  }
  if (code.rest(after).starts_with("==") && code.error <= after) {
    return at(after, after + 2,
              "= gives the first value, == compares: \"let " + std::string(name) + " = " +
                  trimmed(code.rest(after + 2)) + "\"");
  }
  return {};
}

namespace {

constexpr std::size_t kFormMost = 300;  // what is offered to be copied is not cut

// An assertion as it is written here, made of what stands behind the word: of parentheses around
// all, and a text behind a comma or in single quotes.
std::string assertion_form(std::string_view rest) {
  const std::size_t open = rest.find_first_of("'\"");
  std::string condition = trimmed(rest.substr(0, open), kFormMost);
  std::string text;
  if (open != std::string_view::npos) {
    const std::size_t close = rest.find(rest[open], open + 1);
    text = " : \\\"" + trimmed(rest.substr(open + 1, close - open - 1), kFormMost) + "\\\"";
    while (!condition.empty() && (condition.back() == ',' || condition.back() == ':')) {
      condition.pop_back();
      condition = trimmed(condition, kFormMost);
    }
  }
  const auto opened = std::count(condition.begin(), condition.end(), '(');
  const auto closed = std::count(condition.begin(), condition.end(), ')');
  if (opened > closed && condition.front() == '(')
    condition = trimmed(std::string_view(condition).substr(1), kFormMost);
  return "\"assert " + (condition.empty() ? "x > 0" : condition) + text + "\"";
}

// The same of `fail`.
std::string failure_form(std::string_view rest) {
  constexpr std::string_view kAround = "()'\" \t";
  const std::size_t begin = std::min(rest.find_first_not_of(kAround), rest.size());
  const std::size_t end = rest.find_last_not_of(kAround) + 1;
  const std::string text =
      begin < end ? trimmed(rest.substr(begin, end - begin), kFormMost) : "text";
  return "\"fail \\\"" + text + "\\\"\"";
}

}  // namespace

Slip parenthesised_keyword(const Code& code) {
  const std::string_view word = code.first();
  const std::size_t open = code.after_first();
  if (!is_reserved(word) || code.at(open) != '(' || code.error < open) return {};
  const std::size_t close = code.text.rfind(')');
  const bool closed = close != std::string_view::npos && close > open;
  std::string inside = trimmed(code.text.substr(open + 1, closed ? close - open - 1 : 60));
  if (word == "wait") {
    std::replace(inside.begin(), inside.end(), ',', ' ');
    const std::size_t space = inside.find(' ');
    inside = space == std::string::npos
                 ? inside + " with m"
                 : inside.substr(0, space) + " with " + trimmed(inside.substr(space));
  }
  if (word == "assert" || word == "fail") {
    const std::string_view rest = code.rest(open);
    return at(open, open + 1,
              in_quotes(word) + " takes no parentheses: " +
                  (word == "assert" ? assertion_form(rest) : failure_form(rest)));
  }
  if (word == "receive" || word == "trylock") inside = inside.empty() ? "m" : inside;
  return at(open, open + 1,
            in_quotes(word) + " takes no parentheses: \"" + std::string(word) +
                (inside.empty() ? "" : " " + inside) + "\"");
}

namespace {

// What `object.method(argument)` is called here.
std::string method_form(std::string_view method, const std::string& object,
                        const std::string& argument) {
  std::string form = std::string(method) + " " + object;
  if (method == "send" || method == "push" || method == "put")
    form = "send " + object + ", " + argument;
  if (method == "receive" || method == "recv" || method == "get" || method == "try_lock" ||
      method == "trylock") {
    const std::string verb = method.starts_with("try") ? "trylock " : "receive ";
    form = "let result = " + verb + object;
  }
  if (method == "wait") form = "wait " + object + " with " + (argument.empty() ? "m" : argument);
  if (method == "load") form = "let value = " + object;
  if (method == "store") form = object + " = " + argument;
  if (method == "notify_one" || method == "signal") form = "notify " + object;
  if (method == "broadcast") form = "notify_all " + object;
  if (method == "fetch_add" || method == "exchange") {
    form = std::string(method) + "(" + object + ", " + argument + ")";
  }
  if (method.starts_with("compare_exchange") || method == "cas")
    form = "cas(" + object + ", expected, desired)";
  return form;
}

}  // namespace

Slip method_call(const Code& code) {
  const std::size_t open = code.text.find('(');
  if (open == std::string_view::npos || open < code.begin()) return {};
  const std::string_view method = code.last_word_before(open);
  if (method.empty()) return {};
  const auto dot = static_cast<std::size_t>(method.data() - code.text.data());
  if (dot == 0 || code.text[dot - 1] != '.' || code.error < dot) return {};
  const std::string object(code.last_word_before(dot - 1));
  std::string argument = trimmed(code.rest(open + 1));
  while (!argument.empty() && (argument.back() == ')' || argument.back() == ';'))
    argument.pop_back();
  const std::string form = method_form(method, object, argument);
  return at(dot, dot + method.size(), "objects have no methods: \"" + form + "\"");
}

// What stands only on the right side of a `let`, written as a statement.
Slip right_side_alone(const Code& code) {
  const std::string_view word = code.first();
  const std::size_t begin = code.begin();
  const std::string_view local = word == "receive"   ? "v"
                                 : word == "trylock" ? "ok"
                                 : word == "new"     ? "p"
                                                     : "";
  if (local.empty() || code.error > code.text.size()) return {};
  std::string rest = trimmed(code.rest(code.after_first()));
  std::erase_if(rest, [](char c) { return c == '(' || c == ')'; });
  if (rest.empty()) rest = word == "receive" ? "ch" : word == "trylock" ? "m" : "Node";
  return at(begin, begin + word.size(),
            in_quotes(word) + " gives a value, and a local takes it: \"let " + std::string(local) +
                " = " + std::string(word) + " " + rest + "\"");
}

std::optional<std::string> kept_word(std::string_view word) {
  const std::string kept = in_quotes(word) + " is kept for a later version; ";
  if (word == "tryacquire" || word == "tryrdlock" || word == "trywrlock") {
    return kept +
           "today, keep a count in a variable and take it in one step: \"let ok = 0\", "
           "{\"atomic\": [\"ok = free > 0\", \"free -= ok\"]}";
  }
  if (word == "trysend" || word == "tryreceive") {
    return kept +
           "today, keep the number of messages in a variable and look at it in one step with an "
           "{\"atomic\": [...]}";
  }
  if (word == "yield") return kept + "today, \"skip\" is an access that touches nothing";
  if (word == "select")
    return kept + "today, {\"atomic\": [\"await a > 0 || b > 0\", ...]} waits for either";
  if (word == "upgrade") return kept + "today, \"rdunlock r\", then \"wrlock r\", and look again";
  return std::nullopt;
}

// A word kept for later, where the grammar gave up or directly before.
Slip word_for_later(const Code& code) {
  for (const std::string_view word :
       {code.last_word_before(code.error), word_at(code.text, code.error), code.first()}) {
    const auto message = kept_word(word);
    if (!message) continue;
    const auto begin = static_cast<std::size_t>(word.data() - code.text.data());
    return at(begin, begin + word.size(), *message);
  }
  return {};
}

struct Habit {
  std::string_view word;
  std::string_view form;
};

// First words of other languages.
Slip foreign_statement(const Code& code) {
  constexpr auto kHabits = std::to_array<Habit>({{"signal", "notify "},
                                                 {"broadcast", "notify_all "},
                                                 {"notify_one", "notify "},
                                                 {"notifyAll", "notify_all "},
                                                 {"notifyall", "notify_all "},
                                                 {"P", "acquire "},
                                                 {"V", "release "},
                                                 {"down", "acquire "},
                                                 {"up", "release "},
                                                 {"post", "release "},
                                                 {"start", "spawn "},
                                                 {"free", "delete "},
                                                 {"raise", "flag "},
                                                 {"mark", "flag "},
                                                 {"wlock", "wrlock "},
                                                 {"rlock", "rdlock "},
                                                 {"read_lock", "rdlock "},
                                                 {"write_lock", "wrlock "},
                                                 {"mutex_lock", "lock "},
                                                 {"mutex_unlock", "unlock "},
                                                 {"try_lock", "let ok = trylock "},
                                                 {"recv", "let value = receive "},
                                                 {"put", "send "},
                                                 {"invoke", "call "}});
  const std::string_view word = code.first();
  const std::size_t end = code.begin() + word.size();
  for (const Habit& habit : kHabits) {
    if (word != habit.word) continue;
    std::string rest = trimmed(code.rest(code.after_first()));
    const char next = code.at(code.after_first());
    if (next == '=' || next == '[' || next == '.' || next == '+' || next == '-') return {};
    if (rest.starts_with("(")) rest = trimmed(std::string_view(rest).substr(1, rest.find(')') - 1));
    return at(code.begin(), end,
              in_quotes(word) + " is called \"" + std::string(habit.form) + rest + "\" here");
  }
  if (word == "print" || word == "printf" || word == "echo" || word == "log") {
    return at(code.begin(), end,
              "nothing is printed; `replay` shows every value, `flag NAME` marks an interleaving");
  }
  if (word == "sleep" || word == "yield" || word == "pause" || word == "nop" || word == "pass") {
    return at(
        code.begin(), end,
        "the scheduler may switch at every access anyway; \"skip\" is one that touches nothing");
  }
  if (word == "goto" || word == "throw" || word == "try" || word == "switch") {
    return at(code.begin(), end,
              "there is no " + std::string(word) +
                  "; use \"if\", \"while\", `break`, `return` or `fail \\\"text\\\"`");
  }
  if (word == "begin" || word == "commit" || word == "rollback") {
    return at(code.begin(), end,
              "a transaction is a block: {\"transaction\": \"name\", \"do\": [...]}");
  }
  return {};
}

Slip statement_form(const Code& code) {
  const std::string_view word = code.first();
  const std::string rest = trimmed(code.rest(code.after_first()));
  const std::size_t end = std::max(code.error + 1, code.begin() + 1);
  const auto form = [&](std::string text) {
    return at(std::min(code.error, end - 1), end, std::move(text));
  };
  if (word == "wait") return form("the form is \"wait CONDITION with MUTEX\": \"wait c with m\"");
  if (word == "send") return form("the form is \"send CHANNEL, VALUE\": \"send ch, x + 1\"");
  if (word == "assert" && (code.at(code.error) == ',' || code.at(code.error) == '"')) {
    return form("the text of `assert` stands after a colon: " +
                assertion_form(code.rest(code.after_first())));
  }
  if (word == "assert" && code.at(code.error) == '\'') {
    return form("the text stands in double quotes, in JSON \\\"...\\\": " +
                assertion_form(code.rest(code.after_first())));
  }
  if (word == "fail" &&
      (code.at(code.error) == '\'' || code.text.find('"') == std::string_view::npos)) {
    return form("the text stands in double quotes, in JSON \\\"...\\\": " +
                failure_form(code.rest(code.after_first())));
  }
  if (word == "flag") return form("the form is \"flag NAME\", without quotes or a value");
  if (code.text.find(" new ") != std::string_view::npos && code.at(code.error) == '(') {
    return form("`new` takes no parentheses and no values: \"let p = new Node\"");
  }
  if (code.at(code.error) == '(' && (code.text.find("trylock") != std::string_view::npos ||
                                     code.text.find("receive") != std::string_view::npos)) {
    return form("no parentheses here: \"let ok = trylock m\", \"let v = receive ch\"");
  }
  if (code.at(code.error) == ',' && !is_reserved(word)) {
    return form("one statement assigns one variable; use a string for each");
  }
  return {};
}

}  // namespace heddle::scenario::syntax
