// Approved outputs: a test compares with a file of tests/approved; what differs is written beside
// the build, where tools/approve shows it and takes it over.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "support/texts.h"

namespace heddle::test {

inline void expect_approved(const std::string& name, const std::string& received) {
  const auto approved = std::filesystem::path(HEDDLE_SOURCE_DIR) / "tests/approved" / name;
  const auto beside = std::filesystem::path(HEDDLE_BINARY_DIR) / "received" / name;
  std::error_code ignored;
  std::filesystem::remove(beside, ignored);
  if (contents(approved) == received) return;
  std::filesystem::create_directories(beside.parent_path());
  std::ofstream(beside, std::ios::binary) << received;
  ADD_FAILURE() << "differs from tests/approved/" << name << "; received:\n"
                << received << "\nIf this is right: tools/approve " << HEDDLE_BINARY_DIR;
}

}  // namespace heddle::test
