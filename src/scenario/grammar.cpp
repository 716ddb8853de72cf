#include "scenario/grammar.h"

#include <string>
#include <tao/pegtl.hpp>

#include "base/letters.h"
#include "scenario/expression_builder.h"

namespace heddle::scenario::syntax {

namespace pegtl = tao::pegtl;

// ---- The grammar --------------------------------------------------------------------------------
// An expression is a sequence of tokens; ExpressionBuilder knows which brackets are open and builds
// the tree, so that no rule refers to itself.
namespace rules {

using namespace tao::pegtl;  // NOLINT: the grammar is written in its words

// NOLINTBEGIN(readability-identifier-naming): rules are spelt as PEGTL spells its own

struct ws : star<space> {};
template <char... Cs>
struct symbol : seq<string<Cs...>, ws> {};
struct word : identifier {};

// Expressions
template <Operator Op, class Sign, class... NotNext>
struct unary : seq<Sign, not_at<NotNext>..., ws> {};
template <Operator Op, class Sign, class... NotNext>
struct infix : seq<Sign, not_at<NotNext>..., ws> {};

struct negate : unary<Operator::kNegate, one<'-'>, one<'='>> {};
struct not_ : unary<Operator::kNot, one<'!'>, one<'='>> {};
struct complement : unary<Operator::kComplement, one<'~'>, one<'='>> {};
struct open : symbol<'('> {};
struct apply_word : word {};
struct open_apply : seq<apply_word, ws, one<'('>, ws, not_at<one<')'>>> {};
struct prefix : sor<negate, not_, complement, open, open_apply> {};

struct number : plus<digit> {};
struct number_token : seq<number, not_at<identifier_other>, not_at<one<'.'>>, ws> {};
struct name : word {};
struct empty_apply : seq<apply_word, ws, one<'('>, ws, one<')'>> {};
struct operand : sor<seq<empty_apply, ws>, number_token, seq<name, ws>> {};

struct close : one<')'> {};
struct close_index : one<']'> {};
struct field_name : word {};
struct suffix : sor<seq<close, ws>, seq<close_index, ws>, if_must<symbol<'.'>, field_name, ws>> {};

using eq = one<'='>;
struct infix_operator
    : sor<infix<Operator::kEqual, string<'=', '='>>, infix<Operator::kNotEqual, string<'!', '='>>,
          infix<Operator::kShiftLeft, string<'<', '<'>, eq>,
          infix<Operator::kShiftRight, string<'>', '>'>, eq>,
          infix<Operator::kLessEqual, string<'<', '='>>,
          infix<Operator::kGreaterEqual, string<'>', '='>>,
          infix<Operator::kLess, one<'<'>, one<'<'>>, infix<Operator::kGreater, one<'>'>, one<'>'>>,
          infix<Operator::kLogicalAnd, string<'&', '&'>>,
          infix<Operator::kLogicalOr, string<'|', '|'>>, infix<Operator::kAdd, one<'+'>, eq>,
          infix<Operator::kSubtract, one<'-'>, eq>, infix<Operator::kMultiply, one<'*'>, eq>,
          infix<Operator::kDivide, one<'/'>, eq>, infix<Operator::kModulo, one<'%'>, eq>,
          infix<Operator::kBitAnd, one<'&'>, eq>, infix<Operator::kBitOr, one<'|'>, eq>,
          infix<Operator::kBitXor, one<'^'>, eq>> {};
struct comma : one<','> {};
struct open_index : one<'['> {};
struct joint : sor<infix_operator, seq<comma, ws>, seq<open_index, ws>> {};

struct begin_expression : success {};
struct operands : seq<star<prefix>, must<operand>, star<suffix>> {};
struct closed : success {};
struct expression : seq<begin_expression, operands, star<joint, operands>, must<closed>> {};

struct value : expression {};
struct left : expression {};

// Statements
template <StepKind Kind, class Word>
struct verb : seq<Word, ws> {};

struct object_name : word {};
struct object_index : expression {};
struct object : seq<object_name, ws, opt<if_must<symbol<'['>, object_index, symbol<']'>>>> {};
struct first_object : object {};
struct second_object : object {};

struct new_word : TAO_PEGTL_KEYWORD("new") {};
struct receive_word : TAO_PEGTL_KEYWORD("receive") {};
struct trylock_word : TAO_PEGTL_KEYWORD("trylock") {};
struct type_name : word {};
struct right_side
    : sor<if_must<new_word, ws, type_name, ws>, if_must<receive_word, ws, first_object>,
          if_must<trylock_word, ws, first_object>, value> {};

struct let_name : word {};
struct equals : seq<one<'='>, not_at<one<'='>>, ws> {};
struct let : if_must<verb<StepKind::kLet, TAO_PEGTL_KEYWORD("let")>, let_name, ws,
                     opt<if_must<symbol<':'>, type_name, ws>>, equals, right_side> {};

template <StepKind Kind, class Word>
struct with_object : if_must<verb<Kind, Word>, first_object> {};
template <StepKind Kind, class Word>
struct with_value : if_must<verb<Kind, Word>, value> {};

struct wait : if_must<verb<StepKind::kWait, TAO_PEGTL_KEYWORD("wait")>, first_object,
                      TAO_PEGTL_KEYWORD("with"), ws, second_object> {};
struct send
    : if_must<verb<StepKind::kSend, TAO_PEGTL_KEYWORD("send")>, first_object, symbol<','>, value> {
};
struct flag_name : word {};
struct flag : if_must<verb<StepKind::kFlag, TAO_PEGTL_KEYWORD("flag")>, flag_name, ws> {};
struct text : star<not_one<'"'>> {};
struct quoted_text : if_must<one<'"'>, text, one<'"'>, ws> {};
struct assertion : if_must<verb<StepKind::kAssert, TAO_PEGTL_KEYWORD("assert")>, value,
                           opt<if_must<symbol<':'>, quoted_text>>> {};
struct fail : if_must<verb<StepKind::kFail, TAO_PEGTL_KEYWORD("fail")>, quoted_text> {};
struct return_ : if_must<verb<StepKind::kReturn, TAO_PEGTL_KEYWORD("return")>, sor<eof, value>> {};

struct synchronise : sor<with_object<StepKind::kLock, TAO_PEGTL_KEYWORD("lock")>,
                         with_object<StepKind::kUnlock, TAO_PEGTL_KEYWORD("unlock")>,
                         with_object<StepKind::kReadLock, TAO_PEGTL_KEYWORD("rdlock")>,
                         with_object<StepKind::kReadUnlock, TAO_PEGTL_KEYWORD("rdunlock")>,
                         with_object<StepKind::kWriteLock, TAO_PEGTL_KEYWORD("wrlock")>,
                         with_object<StepKind::kWriteUnlock, TAO_PEGTL_KEYWORD("wrunlock")>,
                         with_object<StepKind::kNotifyAll, TAO_PEGTL_KEYWORD("notify_all")>,
                         with_object<StepKind::kNotify, TAO_PEGTL_KEYWORD("notify")>,
                         with_object<StepKind::kAcquire, TAO_PEGTL_KEYWORD("acquire")>,
                         with_object<StepKind::kRelease, TAO_PEGTL_KEYWORD("release")>,
                         with_object<StepKind::kArrive, TAO_PEGTL_KEYWORD("arrive")>,
                         with_object<StepKind::kSpawn, TAO_PEGTL_KEYWORD("spawn")>,
                         with_object<StepKind::kJoin, TAO_PEGTL_KEYWORD("join")>, wait, send> {};

template <AssignOperator Op, class Sign>
struct assign_sign : seq<Sign, ws> {};
struct assign_operator : sor<assign_sign<AssignOperator::kSet, seq<one<'='>, not_at<one<'='>>>>,
                             assign_sign<AssignOperator::kAdd, string<'+', '='>>,
                             assign_sign<AssignOperator::kSubtract, string<'-', '='>>,
                             assign_sign<AssignOperator::kMultiply, string<'*', '='>>,
                             assign_sign<AssignOperator::kDivide, string<'/', '='>>,
                             assign_sign<AssignOperator::kModulo, string<'%', '='>>,
                             assign_sign<AssignOperator::kBitAnd, string<'&', '='>>,
                             assign_sign<AssignOperator::kBitOr, string<'|', '='>>,
                             assign_sign<AssignOperator::kBitXor, string<'^', '='>>> {};
struct assign : seq<left, opt<if_must<assign_operator, right_side>>> {};

struct statement : sor<let, synchronise, with_value<StepKind::kAwait, TAO_PEGTL_KEYWORD("await")>,
                       with_value<StepKind::kDelete, TAO_PEGTL_KEYWORD("delete")>,
                       with_value<StepKind::kCall, TAO_PEGTL_KEYWORD("call")>, flag, assertion,
                       fail, return_, verb<StepKind::kBreak, TAO_PEGTL_KEYWORD("break")>,
                       verb<StepKind::kContinue, TAO_PEGTL_KEYWORD("continue")>,
                       verb<StepKind::kSkip, TAO_PEGTL_KEYWORD("skip")>, assign> {};

struct guard
    : sor<with_object<StepKind::kReadLock, TAO_PEGTL_KEYWORD("rdlock")>,
          with_object<StepKind::kWriteLock, TAO_PEGTL_KEYWORD("wrlock")>,
          with_object<StepKind::kAcquire, TAO_PEGTL_KEYWORD("acquire")>, must<first_object>> {};

template <class Content>
struct whole : seq<ws, Content, must<eof>> {};

// NOLINTEND(readability-identifier-naming)

}  // namespace rules

// ---- What the rules do --------------------------------------------------------------------------

namespace {

struct State {
  const char* text;
  Tree& tree;
  Statement& statement;
  ExpressionBuilder builder{tree};
  Object object{};
  Range last{};

  std::uint32_t offset(const char* place) const { return static_cast<std::uint32_t>(place - text); }
  template <class Input>
  Word word(const Input& in) const {
    return {std::string_view(in.begin(), in.size()), offset(in.begin()), offset(in.end())};
  }
  Word apply_word{};
};

// Thrown at the place where a rule that must match does not; what was expected there.
struct Mismatch {
  std::uint32_t offset = 0;
  const char* expected = "";
};

template <class Rule>
struct action : pegtl::nothing<Rule> {};

template <Operator Op, class... Rest>
struct action<rules::infix<Op, Rest...>> {
  template <class Input>
  static void apply(const Input& in, State& state) {
    const char* end = in.begin() + 1;
    while (end < in.end() && std::string_view("=<>&|").find(*end) != std::string_view::npos) ++end;
    state.builder.infix(Op, state.offset(in.begin()), state.offset(end));
  }
};

#define HEDDLE_UNARY(RULE, OP)                           \
  template <>                                            \
  struct action<rules::RULE> {                           \
    template <class Input>                               \
    static void apply(const Input& in, State& state) {   \
      state.builder.unary(OP, state.offset(in.begin())); \
    }                                                    \
  }
HEDDLE_UNARY(negate, Operator::kNegate);
HEDDLE_UNARY(not_, Operator::kNot);
HEDDLE_UNARY(complement, Operator::kComplement);
#undef HEDDLE_UNARY

// Defines what happens when a rule has matched `in`.
#define HEDDLE_ACTION(RULE, ...)                       \
  template <>                                          \
  struct action<rules::RULE> {                         \
    template <class Input>                             \
    static auto apply(const Input& in, State& state) { \
      __VA_ARGS__                                      \
    }                                                  \
  }
HEDDLE_ACTION(open, state.builder.open(state.offset(in.begin())););
HEDDLE_ACTION(apply_word, state.apply_word = state.word(in););
HEDDLE_ACTION(open_apply, static_cast<void>(in); state.builder.open_apply(state.apply_word););
HEDDLE_ACTION(number, state.last = {}; state.apply_word = state.word(in););
HEDDLE_ACTION(number_token, static_cast<void>(in); state.builder.number(state.apply_word););
HEDDLE_ACTION(name, state.builder.name(state.word(in)););
HEDDLE_ACTION(empty_apply, state.builder.empty_apply(state.apply_word, state.offset(in.end())););
HEDDLE_ACTION(close, return state.builder.close(state.offset(in.end())););
HEDDLE_ACTION(close_index, return state.builder.close_index(state.offset(in.end())););
HEDDLE_ACTION(field_name, state.builder.field(state.word(in)););
HEDDLE_ACTION(comma, static_cast<void>(in); return state.builder.comma(););
HEDDLE_ACTION(open_index, return state.builder.open_index(state.offset(in.begin())););
HEDDLE_ACTION(begin_expression, static_cast<void>(in); state.builder.begin(););
HEDDLE_ACTION(closed, static_cast<void>(in); return !state.builder.is_open(););
HEDDLE_ACTION(value, static_cast<void>(in); state.statement.value = state.builder.finish(););
HEDDLE_ACTION(left, static_cast<void>(in); state.statement.left = state.builder.finish(););
HEDDLE_ACTION(object_name, state.object = {state.word(in), {}};);
HEDDLE_ACTION(object_index, static_cast<void>(in); state.object.index = state.builder.finish(););
HEDDLE_ACTION(first_object, static_cast<void>(in); state.statement.object = state.object;);
HEDDLE_ACTION(second_object, static_cast<void>(in); state.statement.second = state.object;);
HEDDLE_ACTION(new_word, static_cast<void>(in); state.statement.right = Right::kNew;);
HEDDLE_ACTION(receive_word, static_cast<void>(in); state.statement.right = Right::kReceive;);
HEDDLE_ACTION(trylock_word, static_cast<void>(in); state.statement.right = Right::kTryLock;);
HEDDLE_ACTION(type_name, state.statement.type_name = state.word(in););
HEDDLE_ACTION(let_name, state.statement.name = state.word(in););
HEDDLE_ACTION(flag_name, state.statement.name = state.word(in););
HEDDLE_ACTION(text, state.statement.text = state.word(in).text;);
HEDDLE_ACTION(quoted_text, static_cast<void>(in); state.statement.has_text = true;);
#undef HEDDLE_ACTION

template <StepKind Kind, class Word>
struct action<rules::verb<Kind, Word>> {
  static void apply0(State& state) { state.statement.kind = Kind; }
};

template <AssignOperator Op, class Sign>
struct action<rules::assign_sign<Op, Sign>> {
  static void apply0(State& state) {
    state.statement.kind = StepKind::kAssign;
    state.statement.op = Op;
  }
};

template <class Rule>
constexpr const char* kExpected = "something else";
template <>
constexpr const char* kExpected<rules::operand> = "a value";
template <>
constexpr const char* kExpected<rules::closed> = "a closing bracket";
template <>
constexpr const char* kExpected<pegtl::eof> = "the end of the statement";
template <>
constexpr const char* kExpected<rules::let_name> = "the name of a local";
template <>
constexpr const char* kExpected<rules::equals> = "\"=\"";
template <>
constexpr const char* kExpected<rules::type_name> = "the name of a record type";
template <>
constexpr const char* kExpected<rules::field_name> = "the name of a field";
template <>
constexpr const char* kExpected<rules::flag_name> = "the name of a flag";
template <>
constexpr const char* kExpected<rules::quoted_text> = "a text in quotes (in JSON: \\\"text\\\")";
template <>
constexpr const char* kExpected<pegtl::one<'"'>> = "the closing quote of the text";
template <>
constexpr const char* kExpected<rules::symbol<']'>> = "\"]\"";
template <>
constexpr const char* kExpected<rules::symbol<','>> = "\",\" and a value";
template <>
constexpr const char* kExpected<rules::first_object> = "the name of an object";
template <>
constexpr const char* kExpected<rules::second_object> = "the name of a mutex";
template <>
constexpr const char* kExpected<TAO_PEGTL_KEYWORD("with")> = "\"with\" and a mutex";

template <class Rule>
struct Control : pegtl::normal<Rule> {
  template <class Input, class... States>
  [[noreturn]] static void raise(const Input& in, States&&...) {
    throw Mismatch{static_cast<std::uint32_t>(in.position().byte), kExpected<Rule>};
  }
};

std::string shown(std::string_view text, std::uint32_t begin, std::uint32_t end) {
  if (begin >= text.size()) return "the end";
  return "\"" + std::string(text.substr(begin, end - begin)) + "\"";
}

std::uint32_t token_end(std::string_view text, std::uint32_t begin) {
  const std::string_view word = word_at(text, begin);
  if (!word.empty())
    return begin + static_cast<std::uint32_t>(std::min<std::size_t>(word.size(), 40));
  std::uint32_t end = begin + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
  return end;
}

template <class Content>
std::optional<SyntaxError> parse(std::string_view text, Tree& tree, Statement& result) {
  if (text.size() > kStatementBytesMax) {
    return SyntaxError{0, 1, "a statement is at most 65,536 bytes long"};
  }
  std::string_view code = text.substr(0, comment_begin(text));
  while (!code.empty() && is_space(code.back())) code.remove_suffix(1);
  result.begin = 0;
  result.end = static_cast<std::uint32_t>(code.size());
  while (result.begin < result.end && is_space(code[result.begin])) {
    ++result.begin;
  }
  result.empty = result.begin == result.end;
  if (result.empty) return std::nullopt;
  State state{text.data(), tree, result};
  pegtl::memory_input<pegtl::tracking_mode::lazy, pegtl::eol::lf> in(code.data(), code.size(), "");
  try {
    pegtl::parse<rules::whole<Content>, action, Control>(in, state);
  } catch (const Mismatch& mismatch) {
    if (state.builder.error()) return state.builder.error();
    std::string expected = mismatch.expected;
    if (expected == kExpected<rules::closed>) {
      expected = std::string("\"") + state.builder.awaited() + "\" or an operator";
    }
    const std::uint32_t end = token_end(code, mismatch.offset);
    const std::string found = shown(code, mismatch.offset, end);
    return SyntaxError{mismatch.offset, end, expected + " should stand here, not " + found};
  }
  if (state.builder.error()) return state.builder.error();
  if (result.kind == StepKind::kEvaluate && !result.value.present()) result.value = result.left;
  return std::nullopt;
}

}  // namespace

std::size_t comment_begin(std::string_view text) {
  bool in_text = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') in_text = !in_text;
    if (!in_text && text.substr(i, 2) == "//") return i;
  }
  return text.size();
}

std::string_view word_at(std::string_view text, std::size_t offset) {
  if (offset >= text.size() || !is_letter(text[offset])) return {};
  std::size_t end = offset + 1;
  while (end < text.size() && (is_letter(text[end]) || is_digit(text[end]))) ++end;
  return text.substr(offset, end - offset);
}

std::optional<SyntaxError> parse_statement(std::string_view text, Tree& tree, Statement& result) {
  return parse<rules::statement>(text, tree, result);
}

std::optional<SyntaxError> parse_expression(std::string_view text, Tree& tree, Statement& result) {
  return parse<rules::value>(text, tree, result);
}

std::optional<SyntaxError> parse_guard(std::string_view text, Tree& tree, Statement& result) {
  result.kind = StepKind::kLock;
  return parse<rules::guard>(text, tree, result);
}

}  // namespace heddle::scenario::syntax
