// Which rules a rule is on.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/program/program.h"

namespace sigrun::program {

// The rule, and every rule with state whose firings it must know, itself or through another. The
// program must have been verified.
std::vector<uint32_t> WithInputs(const Program& program, uint32_t rule);

}  // namespace sigrun::program
