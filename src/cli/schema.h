// The JSON Schema of scenario files, as the build found it in scenarios/scenario.schema.json.
#pragma once

#include <string_view>

namespace heddle::cli {

std::string_view schema();

}  // namespace heddle::cli
