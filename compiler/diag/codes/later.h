// E09xx: what the language has and this version does not run yet.
#pragma once

#include "compiler/diag/codes/code.h"

namespace sigrun::diag::codes {

#define SIGRUN_DIAGNOSTIC(code, name, severity, message, why, wrong, right) \
  inline constexpr Code name = CodeOf(code);
#include "compiler/diag/codes/later.def"
#undef SIGRUN_DIAGNOSTIC

}  // namespace sigrun::diag::codes
