// sigrun man: prints the manual page.
#include <CLI/CLI.hpp>

#include "cli/commands/command.h"
#include "cli/describe/command_spec.h"
#include "cli/output/output.h"

namespace sigrun::cli {

void AddMan(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("man", "Print the manual page");
  command->footer(
      "Examples:\n"
      "  sigrun man | man -l -");
  command->callback([&app, &action] {
    action = [&app] {
      Out().Data(ManPage(Describe(app), SIGRUN_VERSION));
      return static_cast<int>(kSuccess);
    };
  });
}

}  // namespace sigrun::cli
