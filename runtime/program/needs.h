// What an event must contain for a rule to match it, derived from the code of the rule. It is not
// part of a program: data that only saves work is derived from the rules, so that it cannot
// contradict them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "runtime/program/program.h"

namespace sigrun::program {

// The rule matches (or is fed by) only events whose slot contains one of these texts, letter case
// ignored (for a list: in one of its elements). The texts are those of the constants of the
// program.
struct Need {
  uint32_t slot = 0;
  std::vector<std::string_view> texts;  // sorted, each once
};

// For each rule the most selective need, if it has one. The program must have been verified, and
// must outlive the result.
std::vector<std::optional<Need>> FindNeeds(const Program& program);

}  // namespace sigrun::program
