// The rules that a rule depends on.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/program/program.h"

namespace sigrun::program {

// The rule, and every stateful rule whose firings it depends on, directly or indirectly. The
// program must have been verified.
std::vector<uint32_t> WithInputs(const Program& program, uint32_t rule);

}  // namespace sigrun::program
