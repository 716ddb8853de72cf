// Runs the built program as a user does, in a folder of its own.
#pragma once

#include <filesystem>
#include <string>

namespace heddle::test {

struct Output {
  int code = -1;  // 128 + signal when one ended it, as shells say it
  std::string out;
  std::string err;
};

// A folder that is empty at first and gone at the end.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::filesystem::path path() const { return path_; }
  void write(const std::string& name, const std::string& text) const;
  std::string read(const std::string& name) const;
  bool has(const std::string& name) const;

  // Runs `heddle ARGUMENTS` here; the arguments are shell text, pipes and redirections included.
  Output heddle(const std::string& arguments) const;
  // Runs a line of shell here, in which $HEDDLE is the program.
  Output shell(const std::string& line) const;

 private:
  std::filesystem::path path_;
};

bool contains(const std::string& text, const std::string& part);

// A scenario of the source tree, as an argument.
std::string library(const std::string& name);

// The example of the format page, with another name or `expect` where these are given.
std::string bank_json(const std::string& expect = R"(["overdraft", "lost-update", "data-race",
  "final", "not-serializable"])");

}  // namespace heddle::test
