#include "explore/seed.h"

#include <algorithm>
#include <vector>

#include "base/check.h"
#include "base/hash.h"
#include "explore/expansion.h"
#include "explore/run_notes.h"

namespace heddle::explore {

using kernel::kNoId;

namespace {

constexpr std::string_view kDigits = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t kProgramDigits = 12;
constexpr std::size_t kCheckDigits = 3;
constexpr unsigned kDigitBits = 5;

std::string base32(std::uint64_t value, std::size_t digits) {
  std::string text(digits, '0');
  for (std::size_t i = digits; i-- > 0; value >>= kDigitBits) text[i] = kDigits[value & 31];
  return text;
}

std::string base32(const Number& value) {
  if (value == 0) return "0";
  std::vector<unsigned char> groups;  // of five bits
  boost::multiprecision::export_bits(value, std::back_inserter(groups), kDigitBits);
  std::string text;
  for (const unsigned char group : groups) text.push_back(kDigits[group]);
  return text;
}

bool read_base32(std::string_view text, std::vector<unsigned char>& groups) {
  for (const char each : text) {
    const auto digit = kDigits.find(each);
    if (digit == std::string_view::npos) return false;
    groups.push_back(static_cast<unsigned char>(digit));
  }
  return !groups.empty();
}

std::optional<Number> read_number(std::string_view text) {
  std::vector<unsigned char> groups;
  if (!read_base32(text, groups)) return std::nullopt;
  Number value;
  boost::multiprecision::import_bits(value, groups.begin(), groups.end(), kDigitBits);
  return value;
}

std::optional<std::uint64_t> read_small(std::string_view text) {
  const auto value = read_number(text);
  if (!value || *value > Number(~std::uint64_t{0})) return std::nullopt;
  return static_cast<std::uint64_t>(*value);
}

std::string check_digits(const std::string& rest) { return base32(hash_text(rest), kCheckDigits); }

std::string body_of(const Seed& seed) {
  std::string body = base32(seed.program, kProgramDigits) + "-" + base32(seed.choices);
  if (seed.steps) body += "-" + base32(Number(*seed.steps));
  return body;
}

// Reads the digits of a number one by one, the least first.
class Digits {
 public:
  explicit Digits(Number value) : value_(std::move(value)) {}
  std::uint32_t next(std::size_t radix) {
    if (radix < 2) return 0;
    const auto digit = static_cast<std::uint32_t>(value_ % radix);
    value_ /= radix;
    return digit;
  }
  bool exhausted() const { return value_ == 0; }

 private:
  Number value_;
};

// Writes them.
class DigitWriter {
 public:
  void add(std::size_t digit, std::size_t radix) {
    if (radix < 2) return;
    digits_.push_back({digit, radix});
  }
  Number value() const {
    Number value = 0;
    for (auto each = digits_.rbegin(); each != digits_.rend(); ++each) {
      value = value * each->second + each->first;
    }
    return value;
  }

 private:
  std::vector<std::pair<std::size_t, std::size_t>> digits_;
};

// Runs a step whose choices come from the digits: each run shows how many alternatives the next
// choice has.
template <class Run>
std::vector<std::uint32_t> run_with_digits(Digits& digits, Run run) {
  std::vector<std::uint32_t> taken;
  for (;;) {
    kernel::Choices choices;
    choices.taken = taken;
    run(choices);
    if (choices.taken.size() == taken.size()) return taken;
    taken.push_back(digits.next(choices.alternatives[taken.size()]));
  }
}

// Where a run is, to come back to: its state, or else the path that leads there.
class StateMark {
 public:
  // `path` must be as it is now whenever it goes back.
  StateMark(kernel::Schedulable& run, const Path& path) : run_(run), path_(path) {
    if (run.words() != nullptr) words_ = *run.words();
  }
  void go_back() const {
    if (run_.words() != nullptr) return run_.restore(words_);
    for (const Decision& each : path_) take(run_, each);
  }

 private:
  kernel::Schedulable& run_;
  const Path& path_;
  std::vector<Value> words_;
};

}  // namespace

std::string to_text(const Seed& seed) {
  const std::string body = body_of(seed);
  const std::string check = check_digits(body);
  const auto dash = body.find('-', kProgramDigits + 1);
  if (dash == std::string::npos) return body + check;
  return body.substr(0, dash) + check + body.substr(dash);
}

std::optional<Seed> parse_seed(std::string_view text) {
  if (text.size() < kProgramDigits + 2 + kCheckDigits || text[kProgramDigits] != '-') {
    return std::nullopt;
  }
  const auto program = read_small(text.substr(0, kProgramDigits));
  std::string_view rest = text.substr(kProgramDigits + 1);
  const auto dash = rest.find('-');
  const std::string_view numbers = rest.substr(0, dash);
  if (!program || numbers.size() <= kCheckDigits) return std::nullopt;
  Seed seed{.program = *program, .choices = 0, .steps = std::nullopt};
  const auto choices = read_number(numbers.substr(0, numbers.size() - kCheckDigits));
  if (!choices) return std::nullopt;
  seed.choices = *choices;
  if (dash != std::string_view::npos) {
    seed.steps = read_small(rest.substr(dash + 1));
    if (!seed.steps) return std::nullopt;
  }
  return to_text(seed) == text ? std::optional(seed) : std::nullopt;
}

Seed seed_of(kernel::Schedulable& run, const Path& path, std::uint64_t program_id) {
  DigitWriter digits;
  Expansion expansion(run);
  kernel::Choices choices;
  const auto add_choices = [&] {
    for (std::size_t i = 0; i < choices.taken.size(); ++i) {
      digits.add(choices.taken[i], choices.alternatives[i]);
    }
  };
  choices.taken = path.front().choices;
  run.restart(choices);
  add_choices();
  for (std::size_t i = 1; i < path.size(); ++i) {
    expansion.look();
    const auto& enabled = expansion.enabled();
    const auto at = std::find_if(enabled.begin(), enabled.end(), [&](const auto& pending) {
      return pending.thread == path[i].thread;
    });
    CHECK(at != enabled.end());
    digits.add(static_cast<std::size_t>(at - enabled.begin()), enabled.size());
    choices.clear();
    choices.taken = path[i].choices;
    run.step(at->thread, at->operation, choices);
    add_choices();
  }
  expansion.look();
  Seed seed{.program = program_id, .choices = digits.value(), .steps = std::nullopt};
  if (expansion.end() == kernel::End::kRunning) seed.steps = path.size() - 1;
  return seed;
}

std::optional<Path> path_of(kernel::Schedulable& run, const Seed& seed, std::uint64_t steps_max) {
  Digits digits(seed.choices);
  Path path;
  path.push_back(
      {kNoId, run_with_digits(digits, [&](kernel::Choices& choices) { run.restart(choices); })});
  Expansion expansion(run);
  const std::uint64_t steps = std::min(seed.steps.value_or(steps_max), steps_max);
  for (std::uint64_t i = 0; i < steps; ++i) {
    expansion.look();
    if (expansion.end() != kernel::End::kRunning) break;
    const auto& enabled = expansion.enabled();
    const auto& chosen = enabled[digits.next(enabled.size())];
    const StateMark before(run, path);
    path.push_back({chosen.thread, run_with_digits(digits, [&](kernel::Choices& choices) {
                      before.go_back();
                      run.step(chosen.thread, chosen.operation, choices);
                    })});
  }
  if (!digits.exhausted() || (seed.steps && path.size() - 1 != *seed.steps)) return std::nullopt;
  return path;
}

}  // namespace heddle::explore
