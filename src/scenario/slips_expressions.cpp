// Slips in expressions: numbers and operators of other languages.
#include <array>
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

namespace {

// What other languages write, and what it is called here.
struct Foreign {
  std::string_view wrong;
  std::string_view message;
};

constexpr auto kWords = std::to_array<Foreign>(
    {{"and", "\"and\" is written &&"},
     {"or", "\"or\" is written ||"},
     {"xor", "\"xor\" is written ^"},
     {"mod", "\"mod\" is written %"},
     {"is", "equality is written =="},
     {"eq", "equality is written =="},
     {"then", "a block is an object: {\"if\": \"x\", \"then\": [...]}"},
     {"if", "a choice is a block: {\"if\": \"x\", \"then\": [...], \"else\": [...]}"},
     {"else", "a choice is a block: {\"if\": \"x\", \"then\": [...], \"else\": [...]}"}});

constexpr auto kSigns =
    std::to_array<Foreign>({{"===", "equality is written =="},
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

constexpr auto kCharacters = std::to_array<Foreign>(
    {{"&", "there are no addresses of variables; pointers point to records: \"let p = new Node\""},
     {"*", "a record is reached by its field: p.field"},
     {"#", "a comment begins with //"},
     {"{", "a block is a JSON object: {\"atomic\": [...]}, {\"if\": \"x\", \"then\": [...]}"},
     {"}", "a block is a JSON object: {\"atomic\": [...]}, {\"if\": \"x\", \"then\": [...]}"},
     {"\"", "only integers and pointers are values; texts stand after `assert` and `fail`"},
     {"'", "only integers and pointers are values; texts stand after `assert` and `fail`"},
     {"=", "= assigns, == compares"}});

Slip foreign_word(const Code& code) {
  const std::string_view word = word_at(code.text, code.error);
  for (const Foreign& each : kWords) {
    if (word == each.wrong)
      return at(code.error, code.error + word.size(), std::string(each.message));
  }
  if (code.last_word_before(code.error) == "not") {
    const std::size_t place = code.text.rfind("not", code.error);
    return at(place, place + 3, "\"not\" is written !");
  }
  return {};
}

Slip conditional(const Code& code) {
  const std::size_t place = code.text.find('?');
  const bool here =
      code.at(code.error) == '?' || (code.at(code.error) == ':' && place < code.error);
  if (!here) return {};
  return at(place, place + 1,
            "there is no ?:; use a block: {\"if\": \"c\", \"then\": [\"x = a\"], \"else\": [\"x "
            "= b\"]}");
}

Slip foreign_sign(const Code& code) {
  for (const Foreign& sign : kSigns) {
    const std::size_t place = code.text.find(sign.wrong, code.error < 3 ? 0 : code.error - 2);
    if (place == std::string_view::npos || place > code.error + 1) continue;
    return at(place, place + sign.wrong.size(), std::string(sign.message));
  }
  return {};
}

Slip foreign_character(const Code& code) {
  const char c = code.at(code.error);
  for (const Foreign& each : kCharacters) {
    if (each.wrong.front() == c) return at(code.error, code.error + 1, std::string(each.message));
  }
  if (c == '[' && code.error > 0 && code.last_word_before(code.error).empty())
    return at(code.error, code.error + 1, "only a named array has cells: a[0]");
  return {};
}

}  // namespace

Slip foreign_operator(const Code& code) {
  for (const auto look : {foreign_word, conditional, foreign_sign, foreign_character}) {
    if (Slip slip = look(code)) return slip;
  }
  return {};
}

}  // namespace heddle::scenario::syntax
