#include "scenario/slips.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "scenario/grammar.h"
#include "scenario/names.h"

namespace heddle::scenario::syntax {

namespace {

using Slip = std::optional<SyntaxError>;

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The code of a string, without its comment, and where the grammar gave up.
struct Code {
  std::string_view text;
  std::size_t error = 0;

  std::size_t skip(std::size_t place) const {
    while (place < text.size() && is_space(text[place])) ++place;
    return place;
  }
  std::size_t begin() const { return skip(0); }
  std::string_view first() const { return word_at(text, begin()); }
  std::size_t after_first() const { return skip(begin() + first().size()); }
  char at(std::size_t place) const { return place < text.size() ? text[place] : '\0'; }
  std::string_view rest(std::size_t place) const {
    return place < text.size() ? text.substr(place) : std::string_view();
  }
  std::string_view last_word_before(std::size_t place) const {
    while (place > 0 && is_space(text[place - 1])) --place;
    std::size_t from = place;
    while (from > 0 && (is_identifier(text.substr(from - 1, 1)) || is_digit(text[from - 1])))
      --from;
    return text.substr(from, place - from);
  }
};

Slip at(std::size_t begin, std::size_t end, std::string message) {
  return SyntaxError{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end),
                     std::move(message)};
}

std::string trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  std::string result(text.substr(0, 40));
  if (text.size() > 40) result += "...";
  return result;
}

template <std::size_t N>
bool one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// ---- Whole statements ---------------------------------------------------------------------------

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
  if (word == "assert") {
    const std::size_t comma = inside.rfind(", \"");
    if (comma != std::string::npos) inside.replace(comma, 1, " :");
  }
  if (word == "receive" || word == "trylock") inside = inside.empty() ? "m" : inside;
  return at(open, open + 1,
            quoted(word) + " takes no parentheses: \"" + std::string(word) +
                (inside.empty() ? "" : " " + inside) + "\"");
}

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
  return at(dot, dot + method.size(), "objects have no methods: \"" + form + "\"");
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
              quoted(word) + " is called \"" + std::string(habit.form) + rest + "\" here");
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
  if (word == "assert" && code.at(code.error) == ',') {
    return form("the text of `assert` stands after a colon: assert x > 0 : \"text\"");
  }
  if ((word == "assert" || word == "fail") &&
      (code.at(code.error) == '\'' || code.text.find('"') == std::string_view::npos)) {
    return form("the text stands in double quotes, in JSON \\\"...\\\": fail \\\"text\\\"");
  }
  if (word == "assert" && code.at(code.error) == '"') {
    return form("the text of `assert` stands after a colon: assert x > 0 : \\\"text\\\"");
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

// ---- Anywhere in an expression ------------------------------------------------------------------

Slip number_slip(const Code& code) {
  std::size_t begin = code.error;
  while (begin > 0 && (is_digit(code.text[begin - 1]) || !word_at(code.text, begin - 1).empty() ||
                       code.text[begin - 1] == '.'))
    --begin;
  if (!is_digit(code.at(begin))) return {};
  std::size_t end = begin;
  while (end < code.text.size() &&
         (is_digit(code.text[end]) || code.text[end] == '.' || !word_at(code.text, end).empty()))
    ++end;
  const std::string_view number = code.text.substr(begin, end - begin);
  if (number.find_first_not_of("0123456789") == std::string_view::npos) return {};
  std::string message = "integers are decimal digits";
  if (number.size() > 2 && number[0] == '0' &&
      (number[1] == 'x' || number[1] == 'X' || number[1] == 'b')) {
    std::int64_t value = 0;
    const char* last = number.data() + number.size();
    const auto [stop, error] =
        std::from_chars(number.data() + 2, last, value, number[1] == 'b' ? 2 : 16);
    if (error == std::errc() && stop == last) {
      message += ": " + trimmed(number) + " is " + std::to_string(value);
    }
  } else if (number.find('.') != std::string_view::npos) {
    message += "; there are no fractions";
  } else if (number.find('_') != std::string_view::npos) {
    std::string plain(number);
    std::erase(plain, '_');
    message += ", without _: " + trimmed(plain);
  }
  return at(begin, end, message);
}

Slip foreign_operator(const Code& code) {
  const std::string_view word = word_at(code.text, code.error);
  const std::size_t end = code.error + word.size();
  if (word == "and") return at(code.error, end, "\"and\" is written &&");
  if (word == "or") return at(code.error, end, "\"or\" is written ||");
  if (word == "xor") return at(code.error, end, "\"xor\" is written ^");
  if (word == "mod") return at(code.error, end, "\"mod\" is written %");
  if (word == "is" || word == "eq") return at(code.error, end, "equality is written ==");
  if (word == "then")
    return at(code.error, end, "a block is an object: {\"if\": \"x\", \"then\": [...]}");
  if (word == "if" || word == "else") {
    return at(code.error, end,
              "a choice is a block: {\"if\": \"x\", \"then\": [...], \"else\": [...]}");
  }
  if (code.last_word_before(code.error) == "not") {
    const std::size_t place = code.text.rfind("not", code.error);
    return at(place, place + 3, "\"not\" is written !");
  }
  if (code.at(code.error) == '?' ||
      (code.at(code.error) == ':' && code.text.find('?') < code.error)) {
    const std::size_t place = code.text.find('?');
    return at(place, place + 1,
              "there is no ?:; use a block: {\"if\": \"c\", \"then\": [\"x = a\"], \"else\": [\"x "
              "= b\"]}");
  }
  struct Sign {
    std::string_view wrong;
    std::string_view message;
  };
  constexpr auto kSigns =
      std::to_array<Sign>({{"===", "equality is written =="},
                           {"!==", "inequality is written !="},
                           {"<>", "inequality is written !="},
                           {":=", "an assignment is written ="},
                           {"->", "a field is written p.field, also through a pointer"},
                           {"**", "there is no power; multiply"},
                           {"<<=", "there is no <<=: \"x = x << n\""},
                           {">>=", "there is no >>=: \"x = x >> n\""},
                           {"&&=", "there is no &&=: \"x = x && y\""},
                           {"||=", "there is no ||=: \"x = x || y\""},
                           {"=+", "the sign stands first: \"x += 1\""},
                           {"=>", "at least is written >="},
                           {"=<", "at most is written <="},
                           {"/*", "a comment begins with // and goes to the end of the string"},
                           {"::", "names have no namespaces"}});
  for (const Sign& sign : kSigns) {
    const std::size_t place = code.text.find(sign.wrong, code.error < 3 ? 0 : code.error - 2);
    if (place == std::string_view::npos || place > code.error + 1) continue;
    return at(place, place + sign.wrong.size(), std::string(sign.message));
  }
  const char c = code.at(code.error);
  const std::size_t next = code.error + 1;
  if (c == '&')
    return at(
        code.error, next,
        "there are no addresses of variables; pointers point to records: \"let p = new Node\"");
  if (c == '*') return at(code.error, next, "a record is reached by its field: p.field");
  if (c == '#') return at(code.error, next, "a comment begins with //");
  if (c == '{' || c == '}')
    return at(code.error, next,
              "a block is a JSON object: {\"atomic\": [...]}, {\"if\": \"x\", \"then\": [...]}");
  if (c == '"' || c == '\'')
    return at(code.error, next,
              "only integers and pointers are values; texts stand after `assert` and `fail`");
  if (c == '[' && code.error > 0 && code.last_word_before(code.error).empty())
    return at(code.error, next, "only a named array has cells: a[0]");
  if (c == '=') return at(code.error, next, "= assigns, == compares");
  return {};
}

using Finder = Slip (*)(const Code&);

template <std::size_t N>
SyntaxError first_of(std::string_view text, const SyntaxError& error,
                     const std::array<Finder, N>& finders) {
  Code code{text.substr(0, comment_begin(text)), error.begin};
  while (!code.text.empty() && is_space(code.text.back())) code.text.remove_suffix(1);
  if (text.size() > kStatementBytesMax) return error;
  for (const Finder find : finders) {
    if (Slip slip = find(code)) return *slip;
  }
  return error;
}

Slip assignment_in_condition(const Code& code) {
  if (code.at(code.error) != '=' || code.error == 0) return {};
  const std::string left = trimmed(code.text.substr(0, code.error));
  const bool compound = std::string_view("+-*/%&|^").find(left.back()) != std::string_view::npos;
  if (compound || code.rest(code.error).starts_with("==")) return {};
  return at(
      code.error, code.error + 1,
      "= assigns, == compares: \"" + left + " == " + trimmed(code.rest(code.error + 1)) + "\"");
}

}  // namespace

SyntaxError explain(std::string_view text, const SyntaxError& error) {
  if (error.message.find("should stand here") == std::string::npos) return error;
  return first_of(
      text, error,
      std::to_array<Finder>({block_in_string, typed_declaration, let_form, increment,
                             parenthesised_keyword, method_call, foreign_statement, number_slip,
                             semicolon, statement_form, foreign_operator}));
}

SyntaxError explain_expression(std::string_view text, const SyntaxError& error) {
  if (error.message.find("should stand here") == std::string::npos) return error;
  return first_of(text, error,
                  std::to_array<Finder>({assignment_in_condition, number_slip, increment, semicolon,
                                         method_call, foreign_operator}));
}

SyntaxError explain_guard(std::string_view text, const SyntaxError& error) {
  const Code code{text.substr(0, comment_begin(text)), error.begin};
  const std::string_view word = code.first();
  const std::string rest = trimmed(code.rest(code.after_first()));
  if (word == "lock" || word == "mutex") {
    return *at(code.begin(), code.begin() + word.size(),
               "a mutex stands alone: {\"with\": \"" + rest + "\", \"do\": [...]}");
  }
  if (code.at(error.begin) == ',') {
    return *at(error.begin, error.begin + 1, "`with` takes one lock; put another `with` inside");
  }
  return error;
}

// ---- What parses and is wrong all the same ------------------------------------------------------

Slip find_slip(std::string_view text, const Statement& statement, const Tree& tree) {
  if (statement.empty || statement.kind != StepKind::kEvaluate) return {};
  const Code code{text.substr(0, comment_begin(text)), statement.end};
  const Node& root = tree.nodes[statement.value.root];
  if (Slip slip = block_in_string(code)) return slip;
  if (root.kind == NodeKind::kApply) return foreign_statement(code);
  const std::size_t begin = statement.begin;
  const std::size_t end = statement.end;
  if (root.kind == NodeKind::kBinary && root.op == Operator::kEqual) {
    return at(root.begin, root.end,
              "== compares; = assigns: \"" + trimmed(text.substr(begin, root.begin - begin)) +
                  " = " + trimmed(text.substr(root.end, end - root.end)) + "\"");
  }
  if (root.kind == NodeKind::kUnary && text.substr(begin, 2) == "--") {
    return at(
        begin, begin + 2,
        "there is no -- here: \"" + trimmed(text.substr(begin + 2, end - begin - 2)) + " -= 1\"");
  }
  if (root.kind == NodeKind::kName) {
    if (Slip slip = foreign_statement(code)) return slip;
    if (is_reserved(root.name))
      return at(begin, end, quoted(root.name) + " alone is no statement; something must follow");
  }
  return at(
      begin, end,
      "this computes a value and drops it; a statement assigns, locks, calls ...: \"let x = " +
          trimmed(text.substr(begin, end - begin)) + "\"");
}

Slip find_condition_slip(std::string_view text, std::string_view key) {
  const Code code{text.substr(0, comment_begin(text)), 0};
  const std::string_view word = code.first();
  const std::string statement = trimmed(code.text);
  const std::size_t end = code.begin() + word.size();
  const bool right_side =
      word == "trylock" || word == "receive" || word == "new" || word == "choose";
  const std::string block = "{\"" + std::string(key) + "\": \"ok\", ...}";
  if (right_side) {
    return at(code.begin(), end,
              quoted(word) + " stands in a step of its own: \"let ok = " + statement + "\", then " +
                  block);
  }
  if (word == "let" || word == "lock" || word == "await" || word == "acquire" || word == "call" ||
      word == "wait") {
    return at(code.begin(), end,
              "a condition is an expression, and " + quoted(word) +
                  " begins a statement; put it before the block");
  }
  return {};
}

Word declared_name(std::string_view text) {
  const Code code{text.substr(0, comment_begin(text)), 0};
  std::size_t place = code.begin();
  if (code.first() != "let" && !typed_declaration(code)) return {};
  place = code.after_first();
  const std::string_view name = word_at(code.text, place);
  return {name, static_cast<std::uint32_t>(place), static_cast<std::uint32_t>(place + name.size())};
}

}  // namespace heddle::scenario::syntax
