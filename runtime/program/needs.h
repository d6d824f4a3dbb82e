// What an event must hold for a rule to match it, found in the rule's code. A program does not
// carry it: whatever only saves work is made from the rules, so that nobody can make it contradict
// them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "runtime/program/program.h"

namespace sigrun::program {

// The rule matches (or is fed by) no event whose slot does not hold, letter case ignored, one of
// these texts (for a list: in one of its elements). The texts are those of the program's constants.
struct Need {
  uint32_t slot = 0;
  std::vector<std::string_view> texts;  // sorted, each once
};

// For each rule the need that tells most events apart, if it has one. The program must have been
// verified, and must outlive the answer.
std::vector<std::optional<Need>> FindNeeds(const Program& program);

}  // namespace sigrun::program
