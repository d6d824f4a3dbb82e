#include "cli/command_line.h"

#include <CLI/CLI.hpp>

#include "base/text/suggest.h"
#include "base/text/visible.h"
#include "cli/commands/command.h"
#include "cli/commands/version.h"
#include "cli/output/output.h"

namespace sigrun::cli {
namespace {

constexpr const char* kFooter =
    "Examples:\n"
    "  sigrun scan logs/                        scan a folder with the shipped rules\n"
    "  sigrun scan --rules my.sgr trail.json.gz scan a file with your own\n"
    "  sigrun check rules/                      check rules for errors\n"
    "  sigrun test rules/                       run the tests inside the rule files\n"
    "  sigrun explain E0201                     what a diagnostic means\n"
    "\n"
    "`sigrun help COMMAND` or `sigrun COMMAND --help` describes a command.\n"
    "\n";

std::string NearFlag(const std::string& written, const std::vector<std::string>& known) {
  return written.size() <= 2 ? "" : DidYouMean(written, known);  // one letter is near to each other
}

std::vector<std::string> CommandNames(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(command->get_name());
  return names;
}

std::vector<std::string> FlagNames(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    for (const std::string& name : option->get_snames()) names.push_back("-" + name);
  }
  return names;
}

const CLI::App* FindCommand(const CLI::App& app, const std::string& name) {
  const auto found =
      app.get_subcommands([&](const CLI::App* command) { return command->get_name() == name; });
  return found.empty() ? nullptr : found.front();
}

ExitCode NoCommand(const CLI::App& app, const std::string& name) {
  Complain("unknown command `{}`{}; `sigrun help` lists them", Visible(name),
           NearFlag(name, CommandNames(app)));
  return kUsage;
}

// An unexpected argument: usually a misspelt flag.
ExitCode NotTaken(const CLI::App& command, const std::string& argument, const std::string& help) {
  if (!argument.starts_with('-')) {
    Complain("unexpected argument `{}`; see `{}`", Visible(argument), help);
    return kUsage;
  }
  const std::string flag = argument.substr(0, argument.find('='));
  Complain("unknown flag `{}`{}; see `{}`", Visible(flag), NearFlag(flag, FlagNames(command)),
           help);
  return kUsage;
}

ExitCode Refuse(const CLI::App& app, const CLI::ParseError& error) {
  const auto chosen = app.get_subcommands();
  const CLI::App& command = chosen.empty() ? app : *chosen.front();
  const std::string help = chosen.empty() ? "sigrun help" : "sigrun help " + command.get_name();
  // Identified by its class: its name may be that of the command.
  const bool extra = dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr;
  // An unknown argument may be the reason why something else is missing.
  for (const CLI::App* one : {&command, &app})
    for (const std::string& argument : one->remaining())
      if (extra || argument.starts_with('-')) return NotTaken(*one, argument, help);
  if (chosen.empty()) {
    Err().Text(app.help() + "\n");
    Complain("no command given");
  } else {
    Complain("{}; see `{}`", Visible(error.what()), help);
  }
  return kUsage;
}

// The table of exit codes, at the end of each help text.
std::string ExitCodeHelp() {
  std::string text = "Exit codes:\n";
#define SIGRUN_EXIT_CODE(name, number, meaning) \
  text += fmt::format("  {:<3} {}\n", number, meaning);
#include "cli/output/exit_codes.def"
  text.pop_back();
  return text;
}

ExitCode Show(const std::string& text) {
  Out().Text(text);
  return kSuccess;
}

void AddHelp(CLI::App& app, Action& action) {
  auto topic = std::make_shared<std::string>();
  CLI::App* help = app.add_subcommand("help", "Help on a command");
  help->add_option("command", *topic, "The command");
  help->callback([&app, topic, &action] {
    action = [&app, topic]() -> int {
      if (topic->empty())
        return Show(app.get_formatter()->make_help(&app, "sigrun", CLI::AppFormatMode::Normal));
      const CLI::App* command = FindCommand(app, *topic);
      return command == nullptr ? NoCommand(app, *topic) : Show(command->help("sigrun"));
    };
  });
}

}  // namespace

int RunCommandLine(int argc, char** argv) {
  CLI::App app{
      "Sigrun finds attacks in logs: it compiles and tests detection rules and runs them over AWS "
      "CloudTrail.\n"};
  app.name("sigrun");
  app.require_subcommand(1);
  app.set_version_flag("-V,--version", VersionText, "Show the version");
  app.footer(kFooter + ExitCodeHelp());
  Action action;
#define SIGRUN_COMMAND(name) Add##name(app, action);
#include "cli/commands/commands.def"
  AddHelp(app, action);
  for (CLI::App* command : app.get_subcommands([](CLI::App*) { return true; }))
    if (!command->get_footer().empty())
      command->footer(command->get_footer() + "\n\n" + ExitCodeHelp());

  // CLI11 would only say that a command is required.
  if (argc > 1 && argv[1][0] != '-' && FindCommand(app, argv[1]) == nullptr)
    return NoCommand(app, argv[1]);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    const auto chosen = app.get_subcommands();
    return Show(chosen.empty() ? app.help() : chosen.front()->help("sigrun"));
  } catch (const CLI::CallForVersion&) {
    return Show(VersionText());
  } catch (const CLI::ParseError& error) {
    return Refuse(app, error);
  }
  return action ? action() : kUsage;
}

}  // namespace sigrun::cli
