// The steps of a scenario as they are written: blocks with their lists, statements parsed.
#pragma once

#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "base/stop.h"
#include "scenario/problems.h"
#include "scenario/read_json.h"
#include "scenario/scenario.h"
#include "scenario/syntax.h"

namespace heddle::scenario {

using OutlineId = std::uint32_t;
using OutlineList = std::vector<OutlineId>;

struct OutlineStep {
  bool is_block = false;  // then `block` says which
  bool broken = false;    // reported already; to be passed over
  StepKind block = StepKind::kIf;
  JsonId node = kNone;           // the string, or the object
  JsonId text = kNone;           // the string that holds the statement, condition, lock or name
  JsonId as = kNone;             // kRepeat: the string that names the counter
  std::uint32_t source = kNone;  // in Scenario::sources, made when first asked for
  syntax::Statement statement;   // of a block its condition (value) or lock (kind, object)
  OutlineList body;
  OutlineList otherwise;
};

class Outliner {
 public:
  Outliner(const Document& document, ProblemList& problems, syntax::Tree& tree,
           const std::set<std::string_view>& misdeclared, StopLooks& stop)
      : document_(document),
        problems_(problems),
        tree_(tree),
        misdeclared_(misdeclared),
        stop_(stop) {}

  // Reads an array of steps; what is wrong is reported and left out.
  OutlineList list(JsonId node);
  // Parses an expression that stands alone in a string; null when it is wrong.
  std::optional<syntax::Statement> expression(JsonId node);

  std::vector<OutlineStep> steps;

 private:
  OutlineList list(JsonId node, int depth);
  OutlineId add(OutlineStep step);
  void statement(OutlineStep& step);
  void block(OutlineStep& step, int depth);
  void condition(OutlineStep& step, JsonId node, std::string_view key);
  void rounds(OutlineStep& step, JsonId node);
  void guard(OutlineStep& step, JsonId node);
  void unknown_block(JsonId node);
  void check_keys(JsonId node, StepKind kind);
  void report(JsonId string, const syntax::SyntaxError& error);
  JsonId member(JsonId node, std::string_view key) const;

  const Document& document_;
  ProblemList& problems_;
  syntax::Tree& tree_;
  const std::set<std::string_view>& misdeclared_;
  StopLooks& stop_;
};

}  // namespace heddle::scenario
