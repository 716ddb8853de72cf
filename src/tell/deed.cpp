#include "tell/deed.h"

#include <algorithm>
#include <array>
#include <utility>

namespace heddle::tell {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 29> kVerbs = {{
    {"read", "reads"},
    {"write", "writes"},
    {"update", "updates"},
    {"cas", "compares and swaps"},
    {"exchange", "exchanges"},
    {"fetch_add", "adds to"},
    {"lock", "locks"},
    {"unlock", "unlocks"},
    {"trylock", "tries to lock"},
    {"rdlock", "read-locks"},
    {"rdunlock", "read-unlocks"},
    {"wrlock", "write-locks"},
    {"wrunlock", "write-unlocks"},
    {"wait", "waits on"},
    {"relock", "locks again"},
    {"notify", "notifies"},
    {"notify_all", "notifies all of"},
    {"acquire", "acquires"},
    {"release", "releases"},
    {"arrive", "arrives at"},
    {"send", "sends to"},
    {"receive", "receives from"},
    {"spawn", "spawns"},
    {"join", "joins"},
    {"new", "allocates a"},
    {"delete", "deletes"},
    {"await", "passes its await"},
    {"atomic", "runs its atomic block"},
    {"skip", "skips"},
}};

}  // namespace

Deed deed(std::string_view access) {
  const auto space = access.find(' ');
  const std::string_view word = access.substr(0, space);
  const auto verb = std::find_if(kVerbs.begin(), kVerbs.end(),
                                 [&](const auto& each) { return each.first == word; });
  if (verb == kVerbs.end()) return {"does", std::string(access)};
  const bool object = space != std::string_view::npos;
  return {std::string(verb->second), std::string(object ? access.substr(space + 1) : "")};
}

}  // namespace heddle::tell
