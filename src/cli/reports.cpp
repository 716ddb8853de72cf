#include "cli/reports.h"

#include "cli/terminal.h"

namespace heddle::cli {

Reports::Reports(const Options& options, const std::vector<std::string>& inputs,
                 const StopSign& stop)
    : alone_(options.report_alone()) {
  for (std::size_t i = 0; i < options.reports.size(); ++i) {
    const ReportFile& one = options.reports[i];
    for (std::size_t j = 0; j < i; ++j) {
      const ReportFile& other = options.reports[j];
      if (same_file(one.path, other.path))
        throw UsageError("cannot write " + one.path + ": " + std::string(other.format->option) +
                         " names the same file");
    }
    files_.emplace_back(one, inputs, stop);
  }
}

void Reports::write_files(const Render& render) {
  for (Out& out : files_) out.file.write(render(out.format));
}

void Reports::write(const Render& render) {
  write_files(render);
  if (!alone_) print(render(report::format("text")));
}

}  // namespace heddle::cli
