// Test files: reading, and comparing with actual output.
#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace sigrun {

inline std::string ReadText(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// Checks that the file has the actual contents. With SIGRUN_UPDATE_GOLDENS set, it is written
// first.
inline void CheckGolden(const std::filesystem::path& golden, const std::string& actual) {
  if (std::getenv("SIGRUN_UPDATE_GOLDENS") != nullptr)
    std::ofstream(golden, std::ios::binary) << actual;
  INFO(golden.string());
  CHECK(ReadText(golden) == actual);
}

}  // namespace sigrun
