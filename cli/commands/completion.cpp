// sigrun completion: prints the completions for a shell.
#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/commands/command.h"
#include "cli/describe/command_spec.h"
#include "cli/flags/validators.h"
#include "cli/output/output.h"

namespace sigrun::cli {
namespace {

struct Shell {
  std::string_view name;
  std::string (*completion)(const ProgramSpec&);
};
constexpr Shell kShells[] = {
    {"bash", &BashCompletion}, {"zsh", &ZshCompletion}, {"fish", &FishCompletion}};

std::vector<std::string> ShellNames() {
  std::vector<std::string> names;
  for (const Shell& shell : kShells) names.emplace_back(shell.name);
  return names;
}

}  // namespace

void AddCompletion(CLI::App& app, Action& action) {
  auto name = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("completion", "Print the completions for a shell");
  command->add_option("shell", *name, "The shell")->required()->check(OneOf(ShellNames()));
  command->footer(
      "Examples:\n"
      "  source <(sigrun completion bash)\n"
      "  sigrun completion fish > ~/.config/fish/completions/sigrun.fish");
  command->callback([name, &app, &action] {
    action = [name, &app] {
      const Shell& shell = *std::ranges::find(kShells, std::string_view(*name), &Shell::name);
      Out().Data(shell.completion(Describe(app)));
      return static_cast<int>(kSuccess);
    };
  });
}

}  // namespace sigrun::cli
