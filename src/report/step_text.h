// What one step says in its cell of the table: the statement as it was written, and what it read.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "report/page.h"
#include "report/report.h"

namespace heddle::report {

// Statements that make several accesses, as far as the steps show: there the statement alone does
// not say which of them a step is.
class SeveralAccesses {
 public:
  explicit SeveralAccesses(const std::vector<Step>& steps);
  bool contains(const Step& step) const;

 private:
  std::map<std::pair<std::string, std::string>, std::set<std::string>> seen_;  // thread, pointer
};

// The step's text, without its comment: "balance = seen + deposited", "if seen < 3"; the access
// where the text says less than that ("lock m" of a block `with`).
std::string statement_of(const Step& step);
// The same of what a thread does next.
std::string statement_of(const Next& next);

// What stands beside the statement: "(1000)" that it read, "(read y: 3)" where it makes several
// accesses; "" where the statement and the columns of values say all.
std::string note_of(const Step& step, bool several);

// What else a step shows, a line each: the accesses inside a block, choices, and flags raised: all
// of them, or with `wanted` only those.
std::vector<Line> details_of(const Step& step, const std::set<std::string>* wanted);

// "-- switch: deposit could have gone on --", "-- deposit has to wait for m, held by withdraw --",
// "-- deposit ends --"; "" where the same thread goes on.
std::string switch_text(const Step& step);

}  // namespace heddle::report
