#include "cli/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include "cli/terminal.h"
#include "report/glyphs.h"
#include "report/words.h"

namespace heddle::cli {
namespace {

std::string rate(double number) {
  if (number >= 1e6) return fmt::format("{:.1f} million", number / 1e6);
  return report::grouped(static_cast<std::uint64_t>(number));
}

std::string elapsed(double seconds) {
  const auto whole = static_cast<std::uint64_t>(seconds);
  if (whole < 60) return fmt::format("{:.1f} s", seconds);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
}

}  // namespace

std::string progress_text(const ProgressReport& report) {
  const bool runs = report.runs > report.states;
  const std::uint64_t number = runs ? report.runs : report.states;
  const double per_second = report.seconds > 0 ? static_cast<double>(number) / report.seconds : 0;
  return fmt::format("{}, {} a second, {}", report::counted(number, runs ? "run" : "state"),
                     rate(per_second), elapsed(report.seconds));
}

Progress::Progress(const Options& options, std::string what)
    : wanted_(options.progress.value_or(is_terminal(STDERR_FILENO))),
      terminal_(is_terminal(STDERR_FILENO)),
      what_(std::move(what)) {}

std::function<void(const ProgressReport&)> Progress::callback() {
  if (!wanted_) return {};
  return [this](const ProgressReport& report) { show(report); };
}

void Progress::show(const ProgressReport& report) {
  if (report.seconds < next_seconds_) return;
  next_seconds_ = report.seconds + (terminal_ ? 0.1 : 1.0);
  const std::string text = (what_.empty() ? "" : what_ + ": ") + progress_text(report);
  if (terminal_) {
    diagnose("\r\x1b[K" + report::clip(text, terminal_width() - 1));
    shown_ = true;
  } else {
    diagnose("heddle: " + text + "\n");
  }
}

void Progress::clear() {
  if (shown_) diagnose("\r\x1b[K");
  shown_ = false;
}

}  // namespace heddle::cli
