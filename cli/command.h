// One file and one row of commands.def for each command; main.cpp puts them together. A command
// returns an exit code.
#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace sigrun::cli {

enum ExitCode : int {
#define SIGRUN_EXIT_CODE(name, number, meaning) name = number,
#include "cli/exit_codes.def"
};

// The action of the chosen command; set while the command line is parsed.
using Action = std::function<int()>;

#define SIGRUN_COMMAND(name) void Add##name(CLI::App& app, Action& action);
#include "cli/commands.def"

}  // namespace sigrun::cli
