#include "cli/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include "base/words.h"
#include "cli/terminal.h"
#include "report/glyphs.h"
#include "report/words.h"

namespace heddle::cli {
namespace {

std::string rate(double number) {
  if (number >= 1e6) return fmt::format("{:.1f} million", number / 1e6);
  return grouped(static_cast<std::uint64_t>(number));
}

std::string elapsed(double seconds) {
  const auto whole = static_cast<std::uint64_t>(seconds);
  if (whole < 60) return fmt::format("{:.1f} s", seconds);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
}

}  // namespace

namespace {

// " of 10,000 runs (12%)"; " of about 2.7 million runs (13%) by Knuth's estimate, which may be far
// too low".
std::string share(const explore::Progress& report) {
  if (report.runs_total <= 0) return report.runs == 1 ? " run" : " runs";
  const auto done = static_cast<double>(report.runs);
  if (report.runs_total_estimated && done >= report.runs_total) {
    return fmt::format(" runs, more than Knuth's estimate of {}", rate(report.runs_total));
  }
  const double part = std::floor(100 * std::min(1.0, done / report.runs_total));
  if (report.runs_total_estimated) {
    return fmt::format(" of about {} runs ({:.0f}%) by Knuth's estimate, which may be far too low",
                       rate(report.runs_total), part);
  }
  return fmt::format(" of {} ({:.0f}%)",
                     report.runs_total == 1 ? "1 run" : rate(report.runs_total) + " runs", part);
}

std::string time_left(const explore::Progress& report) {
  const auto done = static_cast<double>(report.runs);
  if (report.runs_total <= done || done <= 0) return "";
  return fmt::format(", {} {} left", report.runs_total_estimated ? "perhaps" : "about",
                     elapsed(report.seconds * (report.runs_total - done) / done));
}

}  // namespace

std::string progress_text(const explore::Progress& report, std::size_t columns) {
  const bool runs = report.runs > 0;
  const std::uint64_t number = runs ? report.runs : report.states;
  const double per_second = report.seconds > 0 ? static_cast<double>(number) / report.seconds : 0;
  std::string step;
  if (!runs && report.depth > 0) {
    step = fmt::format(", step {}", report.depth);
    if (report.depth_max > 0) step += fmt::format(" of at most {}", report.depth_max);
  }
  // What stands first is dropped last.
  const std::string done = runs ? grouped(number) + share(report) : counted(number, "state");
  const std::string briefly =
      runs ? grouped(number) + (number == 1 ? " run" : " runs") : counted(number, "state");
  const std::string time = ", " + elapsed(report.seconds);
  const std::string rest = runs ? time_left(report) : "";
  const std::string found =
      report.findings > 0 ? ", " + counted(report.findings, "finding") + " so far" : "";
  const std::string speed = fmt::format(", {} a second", rate(per_second));
  const std::vector<std::vector<std::string_view>> tries = {{done, speed, step, time, rest, found},
                                                            {done, step, time, rest, found},
                                                            {done, time, rest, found},
                                                            {briefly, time, rest, found},
                                                            {briefly, time, found},
                                                            {briefly, time}};
  for (const auto& parts : tries) {
    std::string text = fmt::format("{}", fmt::join(parts, ""));
    if (report::display_width(text) <= columns) return text;
  }
  return report::display_width(briefly) <= columns ? briefly : "";
}

Progress::Progress(const Options& options, std::string what)
    : wanted_(options.progress.value_or(is_terminal(STDERR_FILENO))),
      terminal_(is_terminal(STDERR_FILENO)),
      what_(std::move(what)) {}

std::function<void(const explore::Progress&)> Progress::callback() {
  if (!wanted_) return {};
  return [this](const explore::Progress& report) { show(report); };
}

void Progress::begin(const std::string& size) {
  if (!wanted_) return;
  size_ = size;
  if (!terminal_ && !size.empty()) tell(prefix() + size);
}

std::string Progress::prefix() const { return what_.empty() ? "" : what_ + ": "; }

void Progress::show(const explore::Progress& report) {
  if (report.seconds < next_seconds_) return;
  next_seconds_ = report.seconds + (terminal_ ? 0.1 : 10.0);
  if (!terminal_) return tell(prefix() + progress_text(report));
  const std::size_t columns = terminal_width(STDERR_FILENO) - 1;
  // A long name of a file leaves room for what happens.
  const std::string name = report::clip(prefix(), columns / 2);
  std::string text = name + progress_text(report, columns - report::display_width(name));
  // How big it may be is told as long as nothing better is known.
  const std::string size = "; " + size_;
  const bool told = report.seconds < 5 && report.runs_total <= 0 && !size_.empty();
  if (told && report::display_width(text + size) <= columns) text += size;
  diagnose("\r\x1b[K" + text);
  shown_ = true;
}

void Progress::clear() {
  if (shown_) diagnose("\r\x1b[K");
  shown_ = false;
}

}  // namespace heddle::cli
