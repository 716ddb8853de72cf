#include "cli/scenario_files.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "base/words.h"
#include "cli/ignore_rules.h"
#include "cli/json_members.h"

namespace heddle::cli {
namespace {

namespace fs = std::filesystem;

class FolderSearch {
 public:
  FolderSearch(FileList& list, const StopSign& stop) : list_(list), stop_(stop) {}

  void run(const std::string& folder) {
    const std::size_t files = list_.files.size();
    const std::size_t errors = list_.errors.size();
    visit(folder, false);
    if (list_.files.size() > files || list_.errors.size() > errors) return;
    list_.errors.push_back({folder, folder + " holds no scenario (no *.json with \"threads\")"});
  }

 private:
  // Rules of a folder that is being searched, and how long its path is.
  struct Level {
    IgnoreRules rules;
    std::size_t prefix = 0;
  };

  void visit(const fs::path& folder, bool ignored) {
    stop_.obey("searching " + folder.string());
    const bool has_rules = !ignored && enter(folder);
    std::error_code error;
    std::vector<fs::directory_entry> entries;
    fs::directory_iterator entry(folder, error);
    for (; !error && entry != fs::directory_iterator(); entry.increment(error))
      entries.push_back(*entry);
    if (error && !ignored)
      list_.errors.push_back(
          {folder.string(), fmt::format("cannot search {}: {}", folder.string(), error.message())});
    std::sort(entries.begin(), entries.end());
    for (const fs::directory_entry& each : entries) look_at(each, ignored);
    if (has_rules) levels_.pop_back();
  }

  bool enter(const fs::path& folder) {
    const fs::path file = folder / ".heddleignore";
    std::error_code error;
    if (!fs::is_regular_file(file, error)) return false;
    const auto text = read_file(file.string(), stop_);
    if (!text) return list_.errors.push_back(text.error()), false;
    levels_.push_back({IgnoreRules(text.value()), (folder / "").string().size()});
    return true;
  }

  void look_at(const fs::directory_entry& entry, bool ignored) {
    std::error_code error;
    const std::string path = entry.path().string();
    if (entry.is_directory(error)) {  // links to folders are not followed: they may go in a circle
      if (!entry.is_symlink(error)) visit(entry.path(), ignored || is_ignored(path, true));
      return;
    }
    if (!path.ends_with(".json") || !entry.is_regular_file(error)) return;
    if (ignored || is_ignored(path, false)) {
      ++list_.passed_over.ignored;
    } else if (path.ends_with(".schema.json")) {
      ++list_.passed_over.schemas;
    } else if (is_candidate(path)) {
      list_.files.push_back(path);
    }
  }

  // The innermost folder whose rules say something decides.
  bool is_ignored(const std::string& path, bool is_folder) const {
    for (auto level = levels_.rbegin(); level != levels_.rend(); ++level) {
      const auto said =
          level->rules.ignores(std::string_view(path).substr(level->prefix), is_folder);
      if (said) return *said;
    }
    return false;
  }

  // What cannot be read, or is no JSON, may be meant as a scenario; its mistake is told later.
  bool is_candidate(const std::string& path) {
    const auto text = read_file(path, stop_);
    if (!text) return true;
    const auto members = json_members(text.value());
    if (!members || find_member(*members, "threads") != nullptr) return true;
    ++(is_report(text.value()) ? list_.passed_over.reports : list_.passed_over.without_threads);
    return false;
  }

  FileList& list_;
  const StopSign& stop_;
  std::vector<Level> levels_;
};

bool is_folder(const std::string& path) {
  struct stat status {};
  return path != "-" && stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

}  // namespace

FileList find_scenarios(const std::vector<std::string>& paths, const StopSign& stop) {
  FileList list;
  for (const std::string& path : paths) {
    if (is_folder(path)) {
      FolderSearch(list, stop).run(path);
    } else {
      list.files.push_back(path);
    }
  }
  std::sort(list.files.begin(), list.files.end());
  list.files.erase(std::unique(list.files.begin(), list.files.end()), list.files.end());
  return list;
}

std::string passed_over_text(const PassedOver& passed) {
  if (passed.all() == 0) return "";
  std::string why;
  const auto add = [&](std::uint64_t number, const std::string& text) {
    if (number > 0) why += (why.empty() ? "" : ", ") + text;
  };
  add(passed.without_threads, grouped(passed.without_threads) + " without \"threads\"");
  add(passed.reports, counted(passed.reports, "report"));
  add(passed.schemas, counted(passed.schemas, "schema"));
  add(passed.ignored, grouped(passed.ignored) + " named by .heddleignore");
  return "passed over: " + why;
}

}  // namespace heddle::cli
