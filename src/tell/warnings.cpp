#include "tell/warnings.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "base/check.h"
#include "base/words.h"
#include "tell/values.h"

namespace heddle::tell {

namespace {

// The list that a step stands in and its number there; of "/threads/a/2/then/0" "/threads/a/2/then"
// and 0.
struct Position {
  std::string list;
  std::size_t index = 0;
};

bool is_index(const std::string& text) {
  return !text.empty() && text.size() < 10 &&
         text.find_first_not_of("0123456789") == std::string::npos;
}

// The positions of a step and of the blocks around it, from the inside.
std::vector<Position> positions(std::string pointer) {
  std::vector<Position> all;
  while (!pointer.empty()) {
    const auto slash = pointer.rfind('/');
    const std::string last = pointer.substr(slash + 1);
    pointer.resize(slash);
    if (is_index(last)) all.push_back({pointer, std::stoul(last)});
  }
  return all;
}

// Steps that nothing reaches, in groups: the first of each, and what can only follow from it.
class DeadBranches {
 public:
  explicit DeadBranches(const Subject& subject) {
    for (const auto& each : subject.words.unreached()) add(subject, each);
  }

  void warn(std::vector<report::Warning>& warnings) const {
    for (const Branch& branch : branches_) {
      std::string text = branch.flag.empty()
                             ? fmt::format("no interleaving reaches \"{}\"", branch.source)
                             : "no interleaving raises the flag " + branch.flag;
      if (branch.more > 0)
        text += fmt::format(", nor the {} after or inside it", counted(branch.more, "step"));
      if (!branch.flags.empty())
        text += fmt::format(", so that the {} {} {} never raised",
                            branch.flags.size() == 1 ? "flag" : "flags", listed(branch.flags),
                            branch.flags.size() == 1 ? "is" : "are");
      warnings.push_back({branch.pointer, text});
    }
  }

 private:
  struct Branch {
    std::string pointer;
    std::string source;
    std::string flag;  // that the first step raises
    std::size_t more = 0;
    std::vector<std::string> flags;  // that later steps raise
  };

  void add(const Subject& subject, const kernel::Words::Unreached& each) {
    const kernel::Place place = subject.words.place(each.source);
    const std::string flag = each.flag == kernel::kNoId ? "" : subject.words.flag(each.flag);
    const std::vector<Position> around = positions(place.pointer);
    for (const Position& position : around) {
      const auto first = first_in_list_.find(position.list);
      if (first == first_in_list_.end() || first->second.first > position.index) continue;
      Branch& branch = branches_[first->second.second];
      ++branch.more;
      if (!flag.empty()) branch.flags.push_back(flag);
      return;
    }
    if (!around.empty())
      first_in_list_[around.front().list] = {around.front().index, branches_.size()};
    branches_.push_back({place.pointer, place.source, flag, 0, {}});
  }

  std::vector<Branch> branches_;
  std::map<std::string, std::pair<std::size_t, std::size_t>> first_in_list_;  // index, branch
};

std::string lock_family(const std::string& object) { return object.substr(0, object.find('[')); }

// Mutexes and reader-writer locks that no thread had to wait for, families as one.
void warn_of_uncontended_locks(const Subject& subject, const explore::Result& result,
                               std::vector<report::Warning>& warnings) {
  if (result.contended.empty()) return;  // not known
  std::vector<std::pair<std::string, bool>> families;
  std::map<std::string, const char*> pointers;
  for (kernel::ObjectId id = 0; id < subject.execution.object_count(); ++id) {
    const kernel::Object& object = subject.execution.object(id);
    const bool mutex = object.kind == kernel::ObjectKind::kMutex;
    if (!mutex && object.kind != kernel::ObjectKind::kRwLock) continue;
    const std::string name = lock_family(object.name);
    if (families.empty() || families.back().first != name) families.emplace_back(name, false);
    families.back().second = families.back().second || result.contended[id];
    pointers[name] = mutex ? "/mutexes" : "/rwlocks";
  }
  for (const auto& [name, contended] : families) {
    if (contended) continue;
    const bool told =
        std::any_of(warnings.begin(), warnings.end(), [&, &of = name](const auto& warning) {
          return warning.text.find("never contended") != std::string::npos &&
                 warning.text.find(of) != std::string::npos;
        });
    if (told) continue;
    warnings.push_back(
        {pointers[name],
         fmt::format("no thread ever wants {} while another holds it: nothing shows that it "
                     "protects anything",
                     name)});
  }
}

}  // namespace

void add_warnings(const Subject& subject, const explore::Result& result,
                  std::vector<report::Warning>& warnings) {
  CHECK(result.complete());
  DeadBranches(subject).warn(warnings);
  warn_of_uncontended_locks(subject, result, warnings);
}

}  // namespace heddle::tell
