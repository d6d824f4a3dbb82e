// The version of the library that is loaded.
#pragma once

#include <string_view>

#include "sigrun/export.h"

namespace sigrun {

// "1.2.3". Within one first number (before 1.0: within one second number) the interface of the
// shared library stays compatible.
SIGRUN_API std::string_view Version() noexcept;

}  // namespace sigrun
