// E02xx: names that mean nothing, or too much.
#pragma once

#include "compiler/diag/codes/code.h"

namespace sigrun::diag::codes {

#define SIGRUN_DIAGNOSTIC(code, name, severity, message, why, wrong, right) \
  inline constexpr Code name = CodeOf(code);
#include "compiler/diag/codes/names.def"
#undef SIGRUN_DIAGNOSTIC

}  // namespace sigrun::diag::codes
