// What a rule says of itself: its metadata and where it was written.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/program/vocabulary/level.h"

namespace sigrun::program {

struct RuleInfo {
  std::string id;  // meta id, or the rule's name
  std::string name;
  std::string title;
  std::string description;
  std::string status;
  std::string author;
  std::string date;
  Level level = Level::kMedium;
  std::vector<std::string> tags;
  std::vector<std::string> references;
  std::vector<std::string> false_positives;
  std::string file;  // the source file and line, for messages
  uint32_t line = 0;
};

}  // namespace sigrun::program
