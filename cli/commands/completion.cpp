// sigrun completion: prints the completions for a shell.
#include <CLI/CLI.hpp>

#include "cli/commands/command.h"
#include "cli/describe/command_spec.h"
#include "cli/flags/validators.h"
#include "cli/output/output.h"

namespace sigrun::cli {

void AddCompletion(CLI::App& app, Action& action) {
  auto shell = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("completion", "Print the completions for a shell");
  command->add_option("shell", *shell, "The shell")
      ->required()
      ->check(OneOf({"bash", "zsh", "fish"}));
  command->footer(
      "Examples:\n"
      "  source <(sigrun completion bash)\n"
      "  sigrun completion fish > ~/.config/fish/completions/sigrun.fish");
  command->callback([shell, &app, &action] {
    action = [shell, &app] {
      const ProgramSpec program = Describe(app);
      Out().Data(*shell == "bash"  ? BashCompletion(program)
                 : *shell == "zsh" ? ZshCompletion(program)
                                   : FishCompletion(program));
      return static_cast<int>(kSuccess);
    };
  });
}

}  // namespace sigrun::cli
