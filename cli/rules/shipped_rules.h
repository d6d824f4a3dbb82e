// The shipped rules, used if none are named.
#pragma once

#include <string>

#include "base/result.h"

namespace sigrun::cli {

// Their folder: ../share/sigrun/rules relative to the program itself, whatever link or PATH entry
// started it. Installations and builds have the same layout.
Result<std::string> ShippedRules();

}  // namespace sigrun::cli
