// The version that `--version` and every report name.
#pragma once

namespace heddle::report {

inline constexpr const char* kVersion = "0.2.0";

}  // namespace heddle::report
