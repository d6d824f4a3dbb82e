// One file and one row of commands.def for each command; main.cpp puts them together. A command
// returns an exit code.
#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace sigrun::cli {

// Documented in docs/cli.md; scripts rely on them.
enum ExitCode : int {
  kSuccess = 0,
  kFindings = 1,  // alerts at or above --fail-on, failed tests, errors found by check
  kUsage = 2,     // the command line is wrong
  kBadRules = 3,  // rules missing, unreadable or in error: they, or with them all, were not run
  kBadInput = 4,  // some input could not be read; the rest was
};

// What the chosen command will do; set while the command line is read.
using Action = std::function<int()>;

#define SIGRUN_COMMAND(name) void Add##name(CLI::App& app, Action& action);
#include "cli/commands.def"

}  // namespace sigrun::cli
