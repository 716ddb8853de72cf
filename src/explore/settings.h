// What some strategies can be told beside limits: numbers, by name. A new one is a row of the list,
// and a strategy whose own row names it; the command line and the identity of checkpoints go by the
// list.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace heddle::explore {

struct Setting {
  std::string_view name;        // "seed": --seed
  std::string_view value;       // what stands for the number in a line of help
  std::string_view text;        // that line
  std::uint64_t otherwise = 0;  // what it is where nobody says
  std::uint64_t least = 0;
  std::uint64_t most = ~std::uint64_t{0};
};

inline constexpr Setting kSeed = {
    .name = "seed", .value = "N", .text = "Of the random strategies", .otherwise = 1};
inline constexpr Setting kDepth = {.name = "depth",
                                   .value = "D",
                                   .text = "pct: ordering constraints of a finding",
                                   .otherwise = 3,
                                   .least = 1,
                                   .most = 1'000};
inline constexpr Setting kPreemptions = {
    .name = "preemptions", .value = "N", .text = "bounded: at most N preemptions", .otherwise = 2};

// In the order of --help.
inline constexpr const Setting* kSettings[] = {&kSeed, &kDepth, &kPreemptions};

// What they are for one search.
class Settings {
 public:
  std::uint64_t operator[](const Setting& setting) const {
    const auto found = find(setting);
    return found == said_.end() ? setting.otherwise : found->second;
  }
  void set(const Setting& setting, std::uint64_t number) {
    const auto found = find(setting);
    if (found == said_.end()) {
      said_.emplace_back(&setting, number);
    } else {
      said_[static_cast<std::size_t>(found - said_.begin())].second = number;
    }
  }

 private:
  using Said = std::vector<std::pair<const Setting*, std::uint64_t>>;

  Said::const_iterator find(const Setting& setting) const {
    return std::find_if(said_.begin(), said_.end(),
                        [&](const auto& each) { return each.first == &setting; });
  }

  Said said_;
};

}  // namespace heddle::explore
