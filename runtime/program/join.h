// Joins two programs into one.
#pragma once

#include "base/result.h"
#include "runtime/program/program.h"

namespace sigrun::program {

// The rules of `a`, then those of `b`. Fails if both have a rule with the same name or id.
Result<Program> Join(Program a, const Program& b);

}  // namespace sigrun::program
