// Makes a scenario smaller while something stays true of it.
#pragma once

#include <functional>
#include <string>

namespace heddle::oracle {

// Leaves out steps, threads, members and checks, and puts blocks' steps in place of blocks, as long
// as `still` holds, with at most `tries` calls of it. Requires: `json` is right, with object, array
// and scalar values only; still(json).
std::string shrink(const std::string& json, const std::function<bool(const std::string&)>& still,
                   int tries = 2'000);

}  // namespace heddle::oracle
