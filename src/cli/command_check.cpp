#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <future>
#include <memory>
#include <new>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "base/escape.h"
#include "cli/command.h"
#include "cli/files.h"
#include "cli/interrupt.h"
#include "cli/load.h"
#include "cli/reports.h"
#include "cli/scenario_files.h"
#include "cli/search.h"
#include "cli/terminal.h"
#include "cli/threads.h"
#include "cli/update_expect.h"
#include "inquiry/expectation.h"
#include "report/formats.h"

namespace heddle::cli {
namespace {

// A file and what it came to.
struct Checked {
  report::CheckedFile file;
  ExitCode code = ExitCode::kGood;
};

Checked failed(const std::string& file, const std::string& message, ExitCode code) {
  return {{file, std::nullopt, {{0, 0, "", message}}}, code};
}

// What one file must not do to the others: whatever goes wrong becomes its own result.
template <class Work>
Checked guarded(const std::string& file, const Work& work) {
  try {
    return work();
  } catch (const Stopped& stopped) {
    return failed(file, stopped.what(), ExitCode::kIncomplete);
  } catch (const UsageError& error) {
    return failed(file, error.what(), ExitCode::kWrongInput);
  } catch (const std::bad_alloc&) {
    return failed(file, "out of memory; --max-memory MIB stops the search before that",
                  ExitCode::kFault);
  } catch (const std::exception& error) {
    return failed(file, fmt::format("a fault of heddle itself: {}", error.what()),
                  ExitCode::kFault);
  }
}

// What is printed of a file; a fault in it hides no other file.
template <class Say>
std::string said(const report::CheckedFile& file, ExitCode& code, const Say& say) {
  try {
    return say(file);
  } catch (const std::exception& error) {
    code = ExitCode::kFault;
    return fmt::format("ERROR    {}: a fault of heddle itself: {}\n", escaped(file.file),
                       error.what());
  }
}

// Writes the `expect` that matches the report into the file; false when none does.
bool update_file(const std::string& file, const scenario::Scenario& scenario,
                 const report::Report& report) {
  const auto text = read_file(file, StopSign(std::nullopt));
  if (!text) throw UsageError(text.error().message);
  const auto now = scenario::read(text.value());
  if (!now || now.value().meaning != scenario.meaning)
    throw UsageError(fmt::format("cannot update {}: it has changed while it was explored", file));
  const std::string updated = with_matching_expect(text.value(), scenario, report);
  const auto read_again = scenario::read(updated);
  if (!read_again || !inquiry::compare(read_again.value(), report, true).as_expected) return false;
  replace_file(file, updated);
  return true;
}

class Check {
 public:
  Check(const Options& options, std::uint64_t jobs)
      : options_(options), search_options_(options), jobs_(jobs), text_(text_options(options)) {
    if (jobs > 1) search_options_.progress = false;  // several lines at once say nothing
    search_options_.search.jobs = 1;
  }

  void refuse(const FileError& error) {
    add(failed(error.path, error.message, ExitCode::kWrongInput), true);
  }

  // Explores the file beside others, as --jobs says; they are told in the order in which they came.
  void run(const std::string& file) {
    Running running{guarded(file, [&] { return loaded(file); }), {}, {}};
    if (scenario_) {
      running.scenario = std::make_shared<const scenario::Scenario>(std::move(*scenario_));
      scenario_.reset();
      running.result = begin([this, file, scenario = running.scenario] {
        return guarded(file, [&] { return explored(*scenario, file); });
      });
    }
    running_.push_back(std::move(running));
    if (running_.size() >= jobs_) collect();
  }

  // Waits for all that are still explored, unless one of them fails.
  void collect_rest() {
    while (!running_.empty() && !has_failed()) collect();
  }

  // Nobody waits for what is still explored.
  void drop_rest() {
    stop_searches();
    running_.clear();
  }

  // With --fail-fast, and a file that is not as expected.
  bool has_failed() const { return options_.fail_fast && code_ != ExitCode::kGood; }

  std::size_t collected() const { return files_.size(); }

  void skip(const std::string& why, std::size_t files) {
    complain(fmt::format("{}; {} not checked", why,
                         files == 1 ? "1 file" : fmt::format("{} files", files)));
    code_ = graver(code_, ExitCode::kIncomplete);
  }

  void finish(Reports& reports, const PassedOver& passed_over) {
    reports.write_files(
        [this](const report::Format& format) { return format.check(files_, verdict(), text_); });
    if (options_.report_alone()) return;
    if (!options_.quiet) print(differences_);
    print(report::text_check_summary(files_, text_, passed_over.all()));
    const std::string passed = passed_over_text(passed_over);
    if (!options_.quiet && !passed.empty()) print(passed + "\n");
  }

  ExitCode code() const { return code_; }

 private:
  struct Running {
    Checked checked;              // when there is nothing to wait for
    std::future<Checked> result;  // none: the file has mistakes
    std::shared_ptr<const scenario::Scenario> scenario;
  };

  // Where no thread can be made, it is done when it is waited for.
  template <class Work>
  std::future<Checked> begin(Work work) const {
    try {
      if (jobs_ > 1) return std::async(std::launch::async, work);
    } catch (const std::system_error&) {  // below
    }
    return std::async(std::launch::deferred, work);
  }

  // Sets scenario_, or says what is wrong with the file.
  Checked loaded(const std::string& file) {
    Checked checked{{file, std::nullopt, {}}, ExitCode::kWrongInput};
    scenario_ = load(file, options_, &checked.file.mistakes);
    return checked;
  }

  void collect() {
    Running running = std::move(running_.front());
    running_.pop_front();
    if (!running.result.valid()) {
      const bool told = running.checked.code == ExitCode::kWrongInput;  // when it was read
      return add(std::move(running.checked), !told);
    }
    Checked checked = running.result.get();
    const bool complain_of_it = !checked.file.report;
    if (options_.update_expect && checked.file.report)
      checked = guarded(checked.file.file, [&] { return updated(checked, *running.scenario); });
    const bool complain = complain_of_it || !checked.file.report;
    add(std::move(checked), complain);
  }

  void add(Checked checked, bool complain_of_it) {
    code_ = graver(code_, checked.code);
    if (complain_of_it)
      for (const report::Mistake& mistake : checked.file.mistakes) complain(mistake.message);
    if (!options_.report_alone() && !options_.quiet) tell_of(checked.file);
    if (options_.reports.empty()) drop_what_no_line_needs(checked.file);
    files_.push_back(std::move(checked.file));
  }

  // Prints the file's line, and keeps the text of what differs for the end.
  void tell_of(const report::CheckedFile& told) {
    print(said(told, code_, [this](const report::CheckedFile& file) {
      return report::text_check_line(file, text_);
    }));
    differences_ += said(told, code_, [this](const report::CheckedFile& file) {
      return report::text_check_difference(file, text_);
    });
  }

  Checked explored(const scenario::Scenario& scenario, const std::string& file) const {
    const bool orderings = !options_.reports.empty() && options_.search.orderings;
    report::Report report = compared(scenario, file, orderings);
    if (!orderings && wants_conditions(report)) {
      report::Report again = compared(scenario, file, true);
      again.seconds += report.seconds;
      if (again.exploration.complete) report = std::move(again);
    }
    const ExitCode code = exit_code(*report.expectation, report);
    return {{file, std::move(report), {}}, code};
  }

  report::Report compared(const scenario::Scenario& scenario, const std::string& file,
                          bool orderings) const {
    report::Report report = search(scenario, file, search_options_, orderings, file);
    const bool compare_number = options_.overrides.empty() && options_.search.counts;
    report.expectation = inquiry::compare(scenario, report, compare_number);
    return report;
  }

  // Whether the reader is to be told exactly when what was not expected happens; as long as all is
  // well nobody waits for that.
  bool wants_conditions(const report::Report& report) const {
    return options_.search.orderings && options_.search.counts && !options_.quiet &&
           !options_.update_expect && report.exploration.complete &&
           !report.expectation->unexpected.empty();
  }

  // The file as it is after its `expect` was made to match, where that is certain.
  Checked updated(const Checked& checked, const scenario::Scenario& scenario) const {
    Checked result = checked;
    report::Report& report = *result.file.report;
    if (report.expectation->as_expected) return result;
    if (!report.exploration.complete || !report.expectation->certain) {
      tell(result.file.file + " is not updated: it is not certain what would match");
      return result;
    }
    if (!update_file(result.file.file, scenario, report))
      throw std::runtime_error("no `expect` matches " + result.file.file);
    tell("updated the expect of " + result.file.file);
    report.expectation->unexpected.clear();
    report.expectation->missing.clear();
    report.expectation->as_expected = true;
    result.code = ExitCode::kGood;
    return result;
  }

  // Thousands of files stay small: what differs is text by now.
  static void drop_what_no_line_needs(report::CheckedFile& file) {
    if (!file.report) return;
    file.report->outcomes.clear();
    for (report::Finding& finding : file.report->findings) {
      finding.orderings.clear();
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
  const std::uint64_t jobs_;
  report::TextOptions text_;
  std::optional<scenario::Scenario> scenario_;  // read last, not begun yet
  std::deque<Running> running_;
  std::vector<report::CheckedFile> files_;
  std::string differences_;  // told at the end
  ExitCode code_ = ExitCode::kGood;
};

ExitCode list_files(const FileList& list) {
  for (const FileError& error : list.errors) complain(error.message);
  std::string text;
  for (const std::string& file : list.files) text += escaped(file) + "\n";
  print(text);
  return list.errors.empty() ? ExitCode::kGood : ExitCode::kWrongInput;
}

void check_files(Check& check, const FileList& list) {
  const std::size_t all = list.errors.size() + list.files.size();
  for (const std::string& file : list.files) {
    if (interrupted() || check.has_failed()) break;
    check.run(file);
  }
  check.collect_rest();
  if (check.collected() == all) return;
  check.drop_rest();
  check.skip(check.has_failed() ? "--fail-fast" : "interrupted", all - check.collected());
}

}  // namespace

ExitCode run_check(const Options& options) {
  catch_interrupts();
  const FileList list = find_scenarios(options.arguments, StopSign(std::nullopt));
  if (options.list) return list_files(list);
  Reports reports(options, list.files, StopSign(std::nullopt));
  Check check(options, usable_threads(options.search.jobs));
  for (const FileError& error : list.errors) check.refuse(error);
  check_files(check, list);
  check.finish(reports, list.passed_over);
  return check.code();
}

}  // namespace heddle::cli
