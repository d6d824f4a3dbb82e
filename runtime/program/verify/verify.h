// Verifies programs: one that passes can be evaluated without any further check.
#pragma once

#include "base/result.h"
#include "runtime/program/program.h"

namespace sigrun::program {

// Every index in range; every unit well formed (targets forward and inside, no fall off the end,
// registers written before they are read on every path, argument counts and constant kinds as the
// kernels declare them, the right kind of return); captures and cells only in state code; slots,
// atoms and values only in event code; value and atom units free of cycles; durations positive. The
// error names the rule or unit and the reason.
Status Verify(const Program& program);

}  // namespace sigrun::program
