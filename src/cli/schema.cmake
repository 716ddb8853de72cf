# Turns scenarios/scenario.schema.json into a source file, so that the program holds its text.
set(schema_json ${CMAKE_SOURCE_DIR}/scenarios/scenario.schema.json)
if(EXISTS ${schema_json})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${schema_json})
  file(READ ${schema_json} schema_bytes HEX)
else()
  set(schema_bytes 7b7d0a)  # {}
endif()
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," schema_bytes "${schema_bytes}")
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/schema.cpp @ONLY CONTENT [[
#include "cli/schema.h"

namespace heddle::cli {
namespace {

constexpr char kSchema[] = {@schema_bytes@};

}  // namespace

std::string_view schema() { return {kSchema, sizeof kSchema}; }

}  // namespace heddle::cli
]])
target_sources(heddle_cli PRIVATE ${CMAKE_BINARY_DIR}/generated/schema.cpp)
