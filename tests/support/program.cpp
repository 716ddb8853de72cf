#include "support/program.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "support/texts.h"

namespace heddle::test {
namespace {

std::string quoted(const std::string& text) { return "'" + text + "'"; }

}  // namespace

Folder::Folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "heddle_test_XXXXXX").string();
  if (!mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
  path_ = pattern;
  std::filesystem::create_directory(path_ / "work");
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void Folder::write(const std::string& name, const std::string& text) const {
  const auto file = path_ / "work" / name;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

std::string Folder::read(const std::string& name) const { return contents(path_ / "work" / name); }

bool Folder::has(const std::string& name) const {
  return std::filesystem::exists(path_ / "work" / name);
}

Output Folder::heddle(const std::string& arguments) const {
  return shell("\"$HEDDLE\" " + arguments);
}

Output Folder::shell(const std::string& line) const {
  const std::string script =
      "cd " + quoted((path_ / "work").string()) +
      "\nunset COLUMNS NO_COLOR\nHEDDLE=" + quoted(std::string(HEDDLE_BINARY_DIR) + "/heddle") +
      "\n" + line + "\n";
  std::ofstream(path_ / "script") << script;
  const std::string command = "bash " + quoted((path_ / "script").string()) + " >" +
                              quoted((path_ / "out").string()) + " 2>" +
                              quoted((path_ / "err").string()) + " </dev/null";
  const int status = std::system(command.c_str());  // NOLINT: the paths are ours
  Output run;
  run.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  run.out = contents(path_ / "out");
  run.err = contents(path_ / "err");
  return run;
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string library(const std::string& name) {
  return quoted(std::string(HEDDLE_SOURCE_DIR) + "/scenarios/" + name);
}

std::string bank_json(const std::string& expect) {
  return R"({
  "name": "deposit_withdraw",
  "constants": { "deposited": 1000, "withdrawn": 1200, "penalty": 10 },
  "shared": { "balance": 1000 },
  "threads": {
    "deposit": ["let seen = balance", "balance = seen + deposited"],
    "withdraw": [
      "let seen = balance",
      "let fee = 0",
      { "if": "seen < withdrawn", "then": ["flag overdraft", "fee = penalty"] },
      "balance = seen - withdrawn - fee"
    ]
  },
  "check": {
    "never": ["overdraft"],
    "always": { "never below one withdrawal and one fee": "balance >= -210" },
    "finally": { "both transactions count": "balance == 800" },
    "serializable": true
  },
  "expect": )" +
         expect + "\n}\n";
}

}  // namespace heddle::test
