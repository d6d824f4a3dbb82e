// The program `sigrun`.
#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>

#include "base/suggest.h"
#include "cli/command.h"

// What escapes from here is that memory has run out; the program then aborts.
// NOLINTNEXTLINE(bugprone-exception-escape)
int main(int argc, char** argv) {
  using namespace sigrun::cli;
  std::signal(SIGPIPE, SIG_DFL);  // `sigrun scan … | head` ends quietly
  CLI::App app{
      "Sigrun finds attacks in logs: detection rules, compiled and tested, over AWS CloudTrail.\n"};
  app.name("sigrun");
  app.require_subcommand(1);
  app.failure_message(CLI::FailureMessage::help);
  app.footer(
      "Examples:\n"
      "  sigrun scan logs/                        scan a folder with the shipped rules\n"
      "  sigrun scan --rules my.sgr trail.json.gz scan a file with your own\n"
      "  sigrun check rules/                      are the rules right?\n"
      "  sigrun test rules/                       run the tests inside the rule files\n"
      "  sigrun explain E0201                     what a diagnostic means\n"
      "\n"
      "Exit codes: 0 success · 1 findings (see --fail-on), failed tests or rule errors\n"
      "            2 wrong usage · 3 unusable rules · 4 some input could not be read\n"
      "\n"
      "`sigrun help COMMAND` or `sigrun COMMAND --help` tells all about a command.");
  Action action;
#define SIGRUN_COMMAND(name) Add##name(app, action);
#include "cli/commands.def"

  std::string topic;
  CLI::App* help = app.add_subcommand("help", "Help on a command");
  help->add_option("command", topic, "The command");
  help->callback([&] {
    action = [&] {
      if (topic.empty()) {
        std::fputs(
            app.get_formatter()->make_help(&app, "sigrun", CLI::AppFormatMode::Normal).c_str(),
            stdout);
        return static_cast<int>(kSuccess);
      }
      const auto commands =
          app.get_subcommands([&](const CLI::App* c) { return c->get_name() == topic; });
      if (commands.empty()) {
        std::fprintf(stderr, "sigrun: no command `%s`; `sigrun help` lists them\n", topic.c_str());
        return static_cast<int>(kUsage);
      }
      std::fputs(commands.front()->help("sigrun").c_str(), stdout);
      return static_cast<int>(kSuccess);
    };
  });

  // CLI11 would only say that a command is required.
  if (argc > 1 && argv[1][0] != '-' &&
      app.get_subcommands([&](const CLI::App* c) { return c->get_name() == argv[1]; }).empty()) {
    std::vector<std::string> known;
    for (const CLI::App* command : app.get_subcommands({})) known.push_back(command->get_name());
    const std::string near(sigrun::Suggest(argv[1], known));
    std::fprintf(stderr, "sigrun: no command `%s`%s; `sigrun help` lists them\n", argv[1],
                 near.empty() ? "" : (": did you mean `" + near + "`?").c_str());
    return kUsage;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? kSuccess : kUsage;
  }
  return action ? action() : kUsage;
}
