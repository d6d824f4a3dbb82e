// Third-party data next to the project, used by tests if it is present.
#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#ifndef SIGRUN_SOURCE_DIR
#define SIGRUN_SOURCE_DIR "."
#endif

namespace sigrun {

// A folder or file of it; empty, with a message, if it is not present.
inline std::filesystem::path SharedData(const std::string& name) {
  const char* named = std::getenv("SIGRUN_SHARED_DATA");
  const std::filesystem::path shared =
      named != nullptr ? std::filesystem::path(named)
                       : std::filesystem::path(SIGRUN_SOURCE_DIR).parent_path() / "shared/data";
  if (std::filesystem::exists(shared / name)) return shared / name;
  MESSAGE("skipped: no third-party data at ", (shared / name).string(),
          "; SIGRUN_SHARED_DATA names another folder");
  return {};
}

}  // namespace sigrun
