// How a command ends: one row of exit_codes.def.
#pragma once

namespace sigrun::cli {

enum ExitCode : int {
#define SIGRUN_EXIT_CODE(name, number, meaning) name = number,
#include "cli/output/exit_codes.def"
};

}  // namespace sigrun::cli
