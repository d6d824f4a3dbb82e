// Two programs as one.
#pragma once

#include "base/result.h"
#include "runtime/program/program.h"

namespace sigrun::program {

// The rules of `a`, then those of `b`. Fails when both have a rule of one name or id.
Result<Program> Join(Program a, const Program& b);

}  // namespace sigrun::program
