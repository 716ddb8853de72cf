// What a `.heddleignore` file says, in the syntax of .gitignore.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace heddle::cli {

class IgnoreRules {
 public:
  // The lines of the file.
  explicit IgnoreRules(std::string_view text);

  // Whether the last line that matches the path names it (true) or takes it back (false); nullopt
  // when none matches. The path is relative to the folder of the file, with '/' between names.
  std::optional<bool> ignores(std::string_view path, bool is_folder) const;

 private:
  struct Rule {
    std::vector<std::string> names;  // between the slashes; "**" stands for any number of folders
    bool negated = false;
    bool folders_only = false;
  };
  void add(std::string_view line);

  std::vector<Rule> rules_;
};

}  // namespace heddle::cli
