// Slips in expressions: numbers and operators of other languages.
#include <charconv>
#include <string>

#include "scenario/slips_code.h"

namespace heddle::scenario::syntax {

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

}  // namespace heddle::scenario::syntax
