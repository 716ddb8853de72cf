// The names that findings of one file can have: what may stand behind a kind in `expect` and
// `ignore`.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/names.h"
#include "scenario/resolver.h"

namespace heddle::scenario {

// Asked once the file has been read but for `ignore` and `expect`. It must outlive this.
class FindingNames {
 public:
  explicit FindingNames(const Reading& reading) : r_(reading) {}

  // Why no finding of `kind` can be called `name`, with what would be right; "" when one can, or
  // when mistakes elsewhere hide what there is. `kind` is a kind of finding.
  std::string refuse(std::string_view kind, std::string_view name);

 private:
  struct Names {
    std::vector<std::string_view> list;  // in the order of the file
    std::set<std::string_view> known;
    void add(std::string_view name) {
      if (known.insert(name).second) list.push_back(name);
    }
  };

  const Names& names(NameClass name_class);
  void collect(NameClass name_class, Names& names);
  void collect_steps(Names& names, bool assertions);
  std::string_view keep(std::string text);
  std::string unlike_step(std::string_view name);

  const Reading& r_;
  std::map<NameClass, Names> names_;
  std::deque<std::string> kept_;  // names that stand nowhere in the file as they are
};

}  // namespace heddle::scenario
