// The library as a whole: every file is well named and explained, and together they use the whole
// format.
#include "scenarios/library.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>

namespace heddle::scenarios {
namespace {

using scenario::Step;
using scenario::StepKind;

TEST(ScenarioLibrary, HasAtLeast75ScenariosInFoldersByTopic) {
  const auto entries = library();
  EXPECT_GE(entries.size(), 75u);
  std::set<std::string> folders;
  for (const auto& entry : entries) {
    folders.insert(entry.path.substr(0, entry.path.find('/')));
    EXPECT_EQ(std::filesystem::path(entry.path).begin()->string() + "/" + entry.scenario.name,
              entry.path);
  }
  EXPECT_GE(folders.size(), 10u);
}

TEST(ScenarioLibrary, SaysWhatEachScenarioTeaches) {
  for (const auto& entry : library()) {
    EXPECT_GE(entry.scenario.description.size(), 20u) << entry.path;
    EXPECT_NE(entry.text.find("\"$schema\": \"../scenario.schema.json\""), std::string::npos)
        << entry.path;
    EXPECT_TRUE(entry.scenario.expect.written) << entry.path;
  }
}

struct Used {
  std::set<StepKind> steps;
  std::set<StepKind> with;
  std::set<scenario::AssignOperator> assigns;
  std::set<scenario::ExpressionKind> expressions;
  std::set<scenario::Operator> operators;
  std::set<scenario::ObjectClass> objects;
  std::set<scenario::ObjectClass> object_arrays;
  std::set<std::string> findings;
  std::set<std::string> checks;
};

void add(const std::vector<Step>& steps, Used& used) {
  for (const auto& step : steps) {
    used.steps.insert(step.kind);
    if (step.kind == StepKind::kWith) used.with.insert(step.lock_kind);
    if (step.kind == StepKind::kAssign) used.assigns.insert(step.op);
    add(step.body, used);
    add(step.otherwise, used);
  }
}

void add(const scenario::Check& check, Used& used) {
  if (!check.never.empty()) used.checks.insert("never");
  if (!check.always.empty()) used.checks.insert("always");
  if (!check.finally.empty()) used.checks.insert("finally");
  if (check.serializable) used.checks.insert("serializable");
  if (check.deterministic) used.checks.insert("deterministic");
  if (check.leaks) used.checks.insert("leaks");
  for (const auto& each : check.ignore) used.checks.insert(each.name ? "ignore name" : "ignore");
}

Used everything() {
  Used used;
  for (const auto& entry : library()) {
    for (const auto& thread : entry.scenario.threads) add(thread.body, used);
    add(entry.scenario.check, used);
    for (const auto& expression : entry.scenario.expressions) {
      used.expressions.insert(expression.kind);
      const bool has_operator = expression.kind == scenario::ExpressionKind::kUnary ||
                                expression.kind == scenario::ExpressionKind::kBinary;
      if (has_operator) used.operators.insert(expression.op);
    }
    for (const auto& object : entry.scenario.objects) {
      used.objects.insert(object.object_class);
      if (object.is_array) used.object_arrays.insert(object.object_class);
    }
    for (const auto& each : entry.scenario.expect.findings) used.findings.insert(each.kind);
  }
  return used;
}

TEST(ScenarioLibrary, UsesEveryStatementAndBlock) {
  const Used used = everything();
  for (int kind = 0; kind <= static_cast<int>(StepKind::kTransaction); ++kind)
    EXPECT_TRUE(used.steps.count(static_cast<StepKind>(kind))) << "StepKind " << kind;
  for (const auto kind :
       {StepKind::kLock, StepKind::kReadLock, StepKind::kWriteLock, StepKind::kAcquire})
    EXPECT_TRUE(used.with.count(kind)) << "with, StepKind " << static_cast<int>(kind);
  for (int op = 0; op <= static_cast<int>(scenario::AssignOperator::kBitXor); ++op)
    EXPECT_TRUE(used.assigns.count(static_cast<scenario::AssignOperator>(op)))
        << "AssignOperator " << op;
}

TEST(ScenarioLibrary, UsesEveryExpressionAndOperator) {
  const Used used = everything();
  for (int kind = 0; kind <= static_cast<int>(scenario::ExpressionKind::kFetchAdd); ++kind)
    EXPECT_TRUE(used.expressions.count(static_cast<scenario::ExpressionKind>(kind)))
        << "ExpressionKind " << kind;
  for (int op = 0; op <= static_cast<int>(scenario::Operator::kComplement); ++op)
    EXPECT_TRUE(used.operators.count(static_cast<scenario::Operator>(op))) << "Operator " << op;
}

TEST(ScenarioLibrary, UsesEverySynchronisationObject) {
  using scenario::ObjectClass;
  const Used used = everything();
  for (const auto each : {ObjectClass::kMutex, ObjectClass::kRwLock, ObjectClass::kCondition,
                          ObjectClass::kSemaphore, ObjectClass::kBarrier, ObjectClass::kChannel})
    EXPECT_TRUE(used.objects.count(each)) << "ObjectClass " << static_cast<int>(each);
  for (const auto each : {ObjectClass::kMutex, ObjectClass::kRwLock, ObjectClass::kCondition,
                          ObjectClass::kSemaphore})
    EXPECT_TRUE(used.object_arrays.count(each)) << "array of " << static_cast<int>(each);
}

TEST(ScenarioLibrary, ShowsEveryCheckAndFinding) {
  const Used used = everything();
  for (const auto* check : {"never", "always", "finally", "serializable", "deterministic", "leaks",
                            "ignore", "ignore name"})
    EXPECT_TRUE(used.checks.count(check)) << check;
  for (const auto* kind :
       {"data-race", "lost-update", "invariant", "final", "not-serializable", "nondeterministic",
        "assertion", "deadlock", "livelock", "use-after-free", "double-free", "leak",
        "null-dereference", "out-of-bounds", "overflow", "division-by-zero", "misuse", "overdraft"})
    EXPECT_TRUE(used.findings.count(kind)) << kind;
}

}  // namespace
}  // namespace heddle::scenarios
