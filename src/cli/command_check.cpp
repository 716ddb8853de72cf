#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <future>
#include <utility>

#include "cli/command.h"
#include "cli/files.h"
#include "cli/interrupt.h"
#include "cli/load.h"
#include "cli/search.h"
#include "cli/terminal.h"
#include "inquiry/expectation.h"
#include "report/formats.h"

namespace heddle::cli {
namespace {

class Check {
 public:
  explicit Check(const Options& options)
      : options_(options), search_options_(options), text_(text_options(options)) {
    if (options.jobs > 1) search_options_.progress = false;  // several lines at once say nothing
    search_options_.jobs = 1;
  }

  void refuse(const FileError& error) {
    complain(error.message);
    add({error.path, std::nullopt, {{0, 0, "", error.message}}}, ExitCode::kWrongInput);
  }

  // Explores the file beside others, as --jobs says; they are told in the order in which they came.
  void run(const std::string& file) {
    Running running{{file, std::nullopt, {}}, {}};
    if (auto scenario = load(file, options_, &running.checked.mistakes)) {
      const auto policy = options_.jobs > 1 ? std::launch::async : std::launch::deferred;
      running.report = std::async(policy, [this, file, scenario = std::move(*scenario)] {
        return explored(scenario, file);
      });
    }
    running_.push_back(std::move(running));
    if (running_.size() >= std::min(options_.jobs, kJobsMax)) collect();
  }

  // Waits for all that are still explored.
  void collect_rest() {
    while (!running_.empty()) collect();
  }

  void skip_rest(std::size_t files) {
    const std::string message = fmt::format("interrupted; {} not checked",
                                            files == 1 ? "1 file" : fmt::format("{} files", files));
    complain(message);
    code_ = graver(code_, ExitCode::kIncomplete);
  }

  void finish(OutputFile* json) const {
    if (json) json->write(report::format("json").check(files_, verdict(), text_));
    if (options_.json_alone()) return;
    for (const report::CheckedFile& file : files_)
      print(report::text_check_difference(file, text_));
    print(report::text_check_summary(files_, text_));
  }

  ExitCode code() const { return code_; }

 private:
  static constexpr std::uint64_t kJobsMax = 256;

  struct Running {
    report::CheckedFile checked;
    std::future<report::Report> report;  // none: the file has mistakes
  };

  void collect() {
    Running running = std::move(running_.front());
    running_.pop_front();
    if (!running.report.valid()) return add(std::move(running.checked), ExitCode::kWrongInput);
    running.checked.report = running.report.get();
    const report::Report& report = *running.checked.report;
    const ExitCode code = exit_code(*report.expectation, report);
    add(std::move(running.checked), code);
  }

  void add(report::CheckedFile file, ExitCode code) {
    code_ = graver(code_, code);
    if (!options_.json_alone() && !options_.quiet) print(report::text_check_line(file, text_));
    if (!options_.json) drop_what_no_line_needs(file);
    files_.push_back(std::move(file));
  }

  report::Report explored(const scenario::Scenario& scenario, const std::string& file) const {
    const bool orderings = options_.json.has_value() && options_.orderings;
    report::Report report = search(scenario, file, search_options_, orderings, file);
    const bool compare_number = options_.overrides.empty() && options_.counts;
    report.expectation = inquiry::compare(scenario, report, compare_number);
    return report;
  }

  // Thousands of files stay small: only what differs is printed again.
  static void drop_what_no_line_needs(report::CheckedFile& file) {
    if (!file.report) return;
    file.report->outcomes.clear();
    for (report::Finding& finding : file.report->findings) {
      finding.witness.clear();
      finding.second_witness.clear();
    }
  }

  std::string verdict() const {
    switch (code_) {
      case ExitCode::kGood:
        return "as-expected";
      case ExitCode::kFinding:
        return "not-as-expected";
      case ExitCode::kIncomplete:
        return "incomplete";
      default:
        return "error";
    }
  }

  const Options& options_;
  Options search_options_;
  report::TextOptions text_;
  std::deque<Running> running_;
  std::vector<report::CheckedFile> files_;
  ExitCode code_ = ExitCode::kGood;
};

}  // namespace

ExitCode run_check(const Options& options) {
  const FileList list = find_scenarios(options.arguments);
  std::optional<OutputFile> json;
  if (options.json) json.emplace(*options.json, list.files);
  catch_interrupts();
  Check check(options);
  for (const FileError& error : list.errors) check.refuse(error);
  for (std::size_t i = 0; i < list.files.size(); ++i) {
    if (interrupted()) {
      check.collect_rest();
      check.skip_rest(list.files.size() - i);
      break;
    }
    check.run(list.files[i]);
  }
  check.collect_rest();
  check.finish(json ? &*json : nullptr);
  return check.code();
}

}  // namespace heddle::cli
