// One file and one row of commands.def for each command; command_line.cpp puts them together.
#pragma once

#include <functional>

#include "cli/output/exit_code.h"

namespace CLI {
class App;
}

namespace sigrun::cli {

// The action of the chosen command; set while the command line is parsed. It returns an exit code.
using Action = std::function<int()>;

#define SIGRUN_COMMAND(name) void Add##name(CLI::App& app, Action& action);
#include "cli/commands/commands.def"

}  // namespace sigrun::cli
