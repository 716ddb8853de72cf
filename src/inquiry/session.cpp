#include "inquiry/session.h"

namespace heddle::inquiry {

report::Report describe_scenario(const Session& session) {
  report::Report report;
  report.name = session.scenario.name;
  report.description = session.scenario.description;
  for (const auto& constant : session.scenario.constants)
    report.constants.push_back({constant.name, constant.value});
  for (kernel::ThreadId thread = 0; thread < session.execution.thread_count(); ++thread)
    report.threads.push_back(session.execution.thread(thread).name);
  for (const auto& variable : session.scenario.variables) report.variables.push_back(variable.name);
  report.flags = session.scenario.flags;
  for (const auto& warning : session.scenario.warnings)
    report.warnings.push_back({warning.pointer, warning.text});
  return report;
}

}  // namespace heddle::inquiry
