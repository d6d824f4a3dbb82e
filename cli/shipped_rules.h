// The rules that come with the program, for when none are named.
#pragma once

#include <string>

#include "base/result.h"

namespace sigrun::cli {

// Their folder. They are in ../share/sigrun/rules as seen from the program itself, through whatever
// link or PATH it was called: so it is where it is installed, and the build lays the same out.
Result<std::string> ShippedRules();

}  // namespace sigrun::cli
