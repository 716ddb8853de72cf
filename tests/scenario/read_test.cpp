// What the reader makes of right files, and where it places what is wrong.
#include "scenario/read.h"

#include <gtest/gtest.h>

#include <string>

namespace heddle::scenario {
namespace {

Scenario scenario_of(const std::string& text, const std::vector<Override>& overrides = {}) {
  auto result = read(text, overrides);
  EXPECT_TRUE(result) << text << (result ? "" : result.error().front().message);
  return result ? std::move(result.value()) : Scenario{};
}

Problems problems_of(const std::string& text) {
  const auto result = read(text);
  EXPECT_FALSE(result) << text;
  return result ? Problems{} : result.error();
}

std::string with_steps(const std::string& steps, const std::string& more = "") {
  return R"({"name": "t", "shared": {"x": 0, "y": 0}, "mutexes": ["m"], )" + more +
         R"("threads": {"a": [)" + steps + R"(], "b": ["x = 1", "y = 1", "lock m"]}})";
}

std::string place(const Problem& problem) {
  return std::to_string(problem.line) + ":" + std::to_string(problem.column) + "+" +
         std::to_string(problem.length);
}

// ---- Structure ----------------------------------------------------------------------------------

TEST(Read, TheExampleOfTheFormatPage) {
  const Scenario s = scenario_of(R"({
    "name": "deposit_withdraw", "constants": {"deposited": 1000, "withdrawn": 1200, "penalty": 10},
    "shared": {"balance": 1000},
    "threads": {
      "deposit": ["let seen = balance", "balance = seen + deposited"],
      "withdraw": ["let seen = balance", "let fee = 0",
        {"if": "seen < withdrawn", "then": ["flag overdraft", "fee = penalty"]},
        "balance = seen - withdrawn - fee"]},
    "check": {"never": ["overdraft"], "finally": {"both count": "balance == 800"},
              "serializable": true},
    "expect": ["overdraft", "lost-update", "data-race", "final", "not-serializable"]})");
  ASSERT_EQ(s.threads.size(), 2U);
  ASSERT_EQ(s.threads[1].body.size(), 4U);
  EXPECT_EQ(s.threads[1].body[2].kind, StepKind::kIf);
  EXPECT_EQ(s.threads[1].body[2].body[0].kind, StepKind::kFlag);
  EXPECT_EQ(s.sources[s.threads[1].body[2].source].pointer, "/threads/withdraw/2/if");
  EXPECT_EQ(s.sources[s.threads[1].body[2].source].text, "seen < withdrawn");
  EXPECT_EQ(s.sources[s.threads[1].body[2].body[1].source].pointer, "/threads/withdraw/2/then/1");
  EXPECT_EQ(s.flags, std::vector<std::string>{"overdraft"});
  EXPECT_EQ(s.expect.findings.size(), 5U);
  EXPECT_TRUE(s.check.serializable);
  EXPECT_TRUE(s.warnings.empty());
}

TEST(Read, AnOverrideReplacesAConstantEverywhere) {
  const std::string text = R"({"name": "t", "constants": {"n": 2}, "shared": {"x": "n * 10"},
    "threads": {"a": {"count": "n", "do": ["x = n"]}}})";
  const Scenario s = scenario_of(text, {{"n", 5}});
  EXPECT_EQ(s.constants[0].value, 5);
  EXPECT_EQ(s.variables[0].initial[0], 50);
  EXPECT_EQ(s.threads[0].count, 5U);
  EXPECT_TRUE(s.threads[0].counted);
  EXPECT_EQ(s.expressions[s.threads[0].body[0].value].value, 5);
}

TEST(Read, AnOverrideOfNoConstantIsAMistakeAtTheBeginning) {
  const auto result =
      read(R"({"name": "t", "constants": {"limit": 2}, "threads": {"a": []}})", {{"limmit", 5}});
  ASSERT_FALSE(result);
  EXPECT_EQ(place(result.error()[0]), "1:1+1");
  EXPECT_NE(result.error()[0].message.find("did you mean \"limit\"?"), std::string::npos);
}

TEST(Read, PrecedenceIsThatOfCpp) {
  // x == 1 | y << 2 + 3 * 4 is (x == 1) | (y << (2 + (3 * 4))).
  const Scenario s = scenario_of(with_steps(R"("x = x == 1 | y << 2 + 3 * 4")"));
  const auto& at = s.expressions;
  const Expression& top = at[s.threads[0].body[0].value];
  ASSERT_EQ(top.op, Operator::kBitOr);
  EXPECT_EQ(at[top.operands[0]].op, Operator::kEqual);
  const Expression& shift = at[top.operands[1]];
  ASSERT_EQ(shift.op, Operator::kShiftLeft);
  const Expression& sum = at[shift.operands[1]];
  ASSERT_EQ(sum.op, Operator::kAdd);
  EXPECT_EQ(at[sum.operands[1]].op, Operator::kMultiply);
}

TEST(Read, OperatorsOfOneLevelGroupToTheLeft) {
  const Scenario s = scenario_of(with_steps(R"("x = 9 - 4 - 3")"));
  const Expression& top = s.expressions[s.threads[0].body[0].value];
  EXPECT_EQ(s.expressions[top.operands[1]].value, 3);
  EXPECT_EQ(s.expressions[top.operands[0]].op, Operator::kSubtract);
}

TEST(Read, AUnaryOperatorBindsBeforeAnIndexedFieldEnds) {
  const Scenario s = scenario_of(with_steps(R"("x = -x + 1", "x = !x == y")"));
  EXPECT_EQ(s.expressions[s.threads[0].body[0].value].op, Operator::kAdd);
  EXPECT_EQ(s.expressions[s.threads[0].body[1].value].op, Operator::kEqual);
}

TEST(Read, EachCallIsInlinedWithLocalsOfItsOwn) {
  const Scenario s = scenario_of(with_steps(
      R"j("let u = twice(x)", "let v = twice(u)", "x = u + v")j",
      R"("procedures": {"twice": {"params": ["n"], "do": ["let d = n * 2", "return d"]}},)"));
  const auto& body = s.threads[0].body;
  ASSERT_EQ(body[0].kind, StepKind::kCall);
  ASSERT_EQ(body[0].body.size(), 2U);
  EXPECT_EQ(s.threads[0].locals.size(), 6U);  // u, v and, twice, n and d
  EXPECT_NE(body[0].body[0].local, body[1].body[0].local);
  EXPECT_NE(body[0].parameters[0], body[1].parameters[0]);
  EXPECT_EQ(s.threads[0].locals[body[0].local].name, "u");
  EXPECT_EQ(body[0].body[0].source, body[1].body[0].source);
  EXPECT_EQ(s.sources[body[0].body[0].source].pointer, "/procedures/twice/do/0");
  EXPECT_EQ(body[0].body[1].kind, StepKind::kReturn);
}

TEST(Read, AParameterHasTheTypeOfItsArgumentAtEachCall) {
  const Scenario s = scenario_of(
      R"j({"name": "t", "shared": {"x": 0, "p": {"pointer": "N"}}, "records": {"N": ["v"]},
          "procedures": {"same": {"params": ["q"], "do": ["return q"]}},
          "threads": {"a": ["let i = same(x)", "let r = same(p)", "x = i + r.v"]}})j");
  const auto& locals = s.threads[0].locals;
  EXPECT_FALSE(locals[s.threads[0].body[0].local].type.is_pointer());
  EXPECT_TRUE(locals[s.threads[0].body[1].local].type.is_pointer());
}

TEST(Read, TransactionsInsideCalledProceduresCount) {
  const std::string procedures =
      R"("procedures": {"p": {"do": [{"transaction": "u", "do": ["x = 1"]}]}},)";
  EXPECT_TRUE(scenario_of(with_steps(R"j("call p()")j", procedures)).threads[0].has_transactions);
  EXPECT_FALSE(scenario_of(with_steps(R"("x = 2")", procedures)).threads[0].has_transactions);
}

TEST(Read, CommentsKeepTheirPlaceInPointers) {
  const Scenario s = scenario_of(with_steps(R"("// first", "x = 1 // then", "y = 1")"));
  ASSERT_EQ(s.threads[0].body.size(), 2U);
  const Source& source = s.sources[s.threads[0].body[0].source];
  EXPECT_EQ(source.pointer, "/threads/a/1");
  EXPECT_EQ(source.text, "x = 1");
}

TEST(Read, ObjectsAreInTheOrderOfTheFileAndSharedBeforeAtomics) {
  const Scenario s = scenario_of(R"({"name": "t", "atomics": {"a": 1}, "semaphores": {"s": [2, 3]},
    "mutexes": ["m", {"f": 2}], "shared": {"x": [1, 2]},
    "threads": {"t": ["x[0] = a", "lock f[1]", "acquire s[0]", "lock m"]}})");
  EXPECT_EQ(s.variables[0].name, "x");
  EXPECT_TRUE(s.variables[1].atomic);
  ASSERT_EQ(s.objects.size(), 3U);
  EXPECT_EQ(s.objects[0].name, "s");
  EXPECT_EQ(s.objects[0].initial, (std::vector<Value>{2, 3}));
  EXPECT_EQ(s.objects[1].name, "m");
  EXPECT_EQ(s.objects[2].initial.size(), 2U);
}

TEST(Read, FlagsAreInTheOrderOfTheFileAlsoFromProcedures) {
  const Scenario s = scenario_of(
      R"({"name": "t", "shared": {"x": 0}, "procedures": {"p": {"do": ["flag first"]}},
          "threads": {"a": [{"if": "x", "then": ["flag second"]}, "flag third", "flag first"]}})");
  EXPECT_EQ(s.flags, (std::vector<std::string>{"first", "second", "third"}));
}

// ---- Places -------------------------------------------------------------------------------------

TEST(Places, AreInsideTheStatement) {
  const Problems found = problems_of(
      "{\n \"name\": \"t\",\n \"shared\": {\"x\": 0},\n"
      " \"threads\": {\"a\": [\"x = 1 + yy\"]}}");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(place(found[0]), "4:29+2");
  EXPECT_EQ(found[0].pointer, "/threads/a/0");
}

TEST(Places, CountCodePointsAndGoThroughEscapes) {
  // The text is e-acute, then the escapes of "x", a tab, and a clef written as a surrogate pair.
  const Problems found = problems_of(
      R"({"name": "t", "description": "éé", "threads": {"a": ["\u006cet\tv = w // \ud834\udd1e"]}})");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].column, 69U);  // of w, counted by hand in the raw text
}

TEST(Places, OfAMissingKeyIsTheBraceOfItsObject) {
  const Problems found = problems_of("{ \"name\": \"t\",\n  \"threads\": { \"a\":  {} } }");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(place(found[0]), "2:22+1");
  EXPECT_EQ(found[0].pointer, "/threads/a");
}

TEST(Places, PointersEscapeSlashAndTilde) {
  const Problems found = problems_of(
      R"({"name": "t", "threads": {"a": ["skip"]}, "check": {"finally": {"a/b~c": "nope"}}})");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].pointer, "/check/finally/a~1b~0c");
}

TEST(Places, AllMistakesComeInTheOrderOfTheFile) {
  const Problems found = problems_of(R"({"nam": "t", "shared": {"x": 1.5, "y": "z"},
    "threads": {"a": ["x = q", {"whle": "x"}, "lock m"], "b": {"do": ["y ="]}},
    "check": {"never": ["f"]}, "expect": ["deadlok"]})");
  ASSERT_EQ(found.size(), 10U);
  for (std::size_t i = 1; i < found.size(); ++i) {
    EXPECT_LE(std::pair(found[i - 1].line, found[i - 1].column),
              std::pair(found[i].line, found[i].column));
  }
}

TEST(Places, AMistakeInAProcedureIsReportedOnceForAllItsCalls) {
  const Problems found = problems_of(with_steps(R"j("call p()", "call p()", "call p()")j",
                                                R"("procedures": {"p": {"do": ["lock z"]}},)"));
  EXPECT_EQ(found.size(), 1U);
}

// ---- Hard input ---------------------------------------------------------------------------------

TEST(Input, OnlyTheFirstSyntaxErrorOfJsonIsReported) {
  for (const char* text : {"", "{", "[", "{\"a\"", "{\"a\":1,}", "{'a':1}", "nul", "{} {}", "\"",
                           "\"\\u12\"", "{\"a\":01}", "{\"a\":\"\\ud800\"}", "{\"a\":\"\xff\"}",
                           "{\"a\":\"\n\"}", "{\"a\":1e999}", "// x\n{}"}) {
    EXPECT_EQ(problems_of(text).size(), 1U) << text;
  }
  EXPECT_EQ(problems_of(std::string("{\"name\": \"a\0b\"}", 15)).size(), 1U);
}

TEST(Input, AByteOrderMarkIsNoColumn) {
  const Problems found =
      problems_of("\xEF\xBB\xBF{\"nam\": 1, \"name\": \"t\", \"threads\": {\"a\": []}}");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(place(found[0]), "1:2+5");
}

std::string repeated(const std::string& text, int count) {
  std::string result;
  for (int i = 0; i < count; ++i) result += text;
  return result;
}

void expect_limit(const std::string& within, const std::string& beyond,
                  const std::string& message) {
  EXPECT_TRUE(read(within));
  const Problems found = problems_of(beyond);
  ASSERT_FALSE(found.empty());
  EXPECT_NE(found[0].message.find(message), std::string::npos) << found[0].message;
}

TEST(Limits, NestingOfParenthesesUnaryOperatorsAndIndexes) {
  const auto nested = [](const std::string& open, const std::string& close, int depth) {
    return R"({"name": "t", "shared": {"a": [0]}, "threads": {"t": ["a[0] = )" +
           repeated(open, depth) + "0" + repeated(close, depth) + "\"]}}";
  };
  expect_limit(nested("(", ")", 1000), nested("(", ")", 1001), "1,000 deep");
  expect_limit(nested("!", "", 1000), nested("!", "", 1001), "1,000 deep");
  expect_limit(nested("a[", "]", 1000), nested("a[", "]", 1001), "1,000 deep");
  EXPECT_TRUE(read(nested("-a[(", ")]", 1000)));
}

TEST(Limits, NestingOfBlocksAndCalls) {
  const auto blocks = [](int depth) {
    return with_steps(repeated(R"({"if": "x", "then": [)", depth) + repeated("]}", depth));
  };
  expect_limit(blocks(1000), blocks(1001), "1,000 deep");
  const auto calls = [](int depth) {
    std::string procedures = R"("procedures": {"p0": {"do": ["x = 1"]})";
    for (int i = 1; i < depth; ++i) {
      procedures +=
          ", \"p" + std::to_string(i) + R"(": {"do": ["call p)" + std::to_string(i - 1) + "()\"]}";
    }
    return with_steps("\"call p" + std::to_string(depth - 1) + "()\"", procedures + "},");
  };
  expect_limit(calls(1000), calls(1001), "1,000 deep");
}

TEST(Limits, LengthOfAStatement) {
  const auto chain = [](int count) { return with_steps("\"x = " + repeated("1+", count) + "1\""); };
  expect_limit(chain(32765), chain(32766), "65,536");
}

TEST(Limits, StepsAfterInlining) {
  const auto steps = [](int count) {
    return with_steps(repeated("\"x = 1\", ", count - 4) + "\"y = 1\"");  // b has three
  };
  expect_limit(steps(200000), steps(200001), "200,000 steps");
}

TEST(Limits, InliningThatDoublesEndsEarly) {
  std::string procedures = R"("procedures": {"p0": {"do": ["x = 1"]})";
  for (int i = 1; i < 60; ++i) {
    const std::string call = "\"call p" + std::to_string(i - 1) + "()\"";
    procedures += ", \"p" + std::to_string(i) + R"(": {"do": [)" + call + ", " + call + "]}";
  }
  const Problems found = problems_of(with_steps("\"call p59()\"", procedures + "},"));
  EXPECT_EQ(found.size(), 1U);
}

// ---- One mistake, one message -------------------------------------------------------------------

std::string only_message(const std::string& text) {
  const Problems problems = problems_of(text);
  EXPECT_EQ(problems.size(), 1U) << text;
  for (std::size_t i = 1; i < problems.size(); ++i) ADD_FAILURE() << problems[i].message;
  return problems.empty() ? "" : problems[0].message;
}

TEST(Problems, WhatFollowsFromAWrongDeclarationIsNotTold) {
  const std::string threads = R"("threads": {"a": ["lock m", "unlock m"]}})";
  EXPECT_NE(only_message(R"({"name": "t", "mutexes": {"m": 0}, )" + threads).find("list of names"),
            std::string::npos);
  EXPECT_NE(only_message(R"({"name": "t", "mutexes": "m", )" + threads).find("list of names"),
            std::string::npos);
  EXPECT_NE(only_message(R"({"name": "t", "shared": ["x"], "threads": {"a": ["x = x + 1"]}})")
                .find("first value"),
            std::string::npos);
  EXPECT_NE(only_message(R"({"name": "t", "shared": {"lock": 0},
                             "threads": {"a": ["lock = 1", "let v = lock + 1"]}})")
                .find("word of the language"),
            std::string::npos);
  EXPECT_NE(only_message(R"({"name": "t", "shared": {"m": 0}, "mutexes": ["m"],
                             "threads": {"a": ["lock m", "m = 1"]}})")
                .find("already"),
            std::string::npos);
}

TEST(Problems, AListUnderAnotherNameIsNotMissingToo) {
  EXPECT_NE(only_message(with_steps(R"({"if": "x", "do": ["x = 1"]})")).find("\"then\""),
            std::string::npos);
  EXPECT_NE(only_message(with_steps(R"({"while": "x", "body": ["x = 1"]})")).find("\"do\""),
            std::string::npos);
}

TEST(Problems, WhatIsNoJsonAtAllIsCalledSo) {
  EXPECT_EQ(only_message("# Notes\n\nSome text."),
            "this is no JSON file; a scenario is a JSON object { ... }");
}

// ---- Sources ------------------------------------------------------------------------------------

TEST(Read, EveryTextAtWhichAFaultCanHappenHasItsPointer) {
  const Scenario s = scenario_of(R"x({"name": "t", "shared": {"x": 0}, "mutexes": ["m"],
    "procedures": {"p": {"do": ["x = x / x // share"]}},
    "threads": {"a": [{"if": "x > 0", "then": ["call p()"]}, {"while": "x", "do": ["x -= 1"]},
      {"repeat": "2 * 3", "do": []}, {"repeat": 2, "do": []}, {"with": "m", "do": []},
      {"atomic": ["await x > 0 // later", "x = 1"]}, " x = 2  // twice "]}})x");
  std::vector<std::string> pointers;
  for (const Source& source : s.sources) pointers.push_back(source.pointer);
  const std::vector<std::string> expected = {
      "/threads/a",         "/threads/a/0/if",   "/threads/a/0/then/0",   "/procedures/p/do/0",
      "/threads/a/1/while", "/threads/a/1/do/0", "/threads/a/2/repeat",   "/threads/a/3/repeat",
      "/threads/a/4/with",  "/threads/a/5",      "/threads/a/5/atomic/0", "/threads/a/5/atomic/1",
      "/threads/a/6"};
  EXPECT_EQ(pointers, expected);
  EXPECT_EQ(s.sources[3].text, "x = x / x");
  EXPECT_EQ(s.sources[3].statement, "x = x / x // share");
  EXPECT_EQ(s.sources[10].statement, "await x > 0 // later");
  EXPECT_EQ(s.sources[12].text, "x = 2");
  EXPECT_EQ(s.sources[12].statement, "x = 2  // twice");
  EXPECT_EQ(s.sources[1].statement, "x > 0");
}

}  // namespace
}  // namespace heddle::scenario
