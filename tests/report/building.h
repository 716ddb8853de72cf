// Short ways to write reports by hand.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/page.h"
#include "report/report.h"

namespace heddle::test {

// A step of a thread, at a line of the file.
report::Step step(const std::string& thread, const std::string& pointer, std::uint32_t line,
                  const std::string& statement, const std::string& access,
                  std::optional<std::int64_t> value = {});

report::NamedValue integer(const std::string& name, std::int64_t value);
report::Change change(const std::string& memory, std::int64_t before, std::int64_t after);

report::Outcome outcome(const std::string& end, std::vector<report::NamedValue> values,
                        const std::string& count, const std::string& seed);

report::Endpoint endpoint(const std::string& thread, const std::string& pointer,
                          const std::string& access, std::uint32_t occurrence = 1);
// The only alternative of a condition, which covers `interleavings`.
report::Ordering ordering(const std::string& interleavings, const std::string& seed,
                          std::vector<report::Pair> pairs);
report::Pair pair(const report::Endpoint& before, const report::Endpoint& after);

report::Finding finding(const std::string& kind, const std::string& name,
                        const std::string& message, const report::Count& interleavings,
                        const std::string& seed);

// The text of a line; what is bold in it stands between stars.
std::string plain(const report::Line& line);

// Complete, by `stateful`.
report::Exploration explored(const std::string& interleavings, std::uint64_t states);

}  // namespace heddle::test
