#include "cli/describe/command_spec.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <sstream>

namespace sigrun::cli {
namespace {

// `LEVEL:{low,high}`: the type and the choices of a value, as CLI11 writes them.
std::vector<std::string> Choices(const std::string& type) {
  const size_t open = type.find('{'), close = type.find('}', open);
  std::vector<std::string> choices;
  if (open == std::string::npos || close == std::string::npos) return choices;
  for (size_t at = open + 1; at < close;) {
    const size_t end = std::min(type.find(',', at), close);
    choices.push_back(type.substr(at, end - at));
    at = end + 1;
  }
  return choices;
}

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

FlagSpec Describe(const CLI::Option& option) {
  FlagSpec flag;
  if (option.get_positional()) {
    flag.names = {option.get_name(true)};
  } else {
    for (const std::string& name : option.get_snames()) flag.names.push_back("-" + name);
    for (const std::string& name : option.get_lnames()) flag.names.push_back("--" + name);
  }
  const std::string type = option.get_type_name();
  if (option.get_type_size() != 0) flag.value = type.substr(0, type.find(':'));
  flag.choices = Choices(type);
  const std::vector<std::string> lines = Lines(option.get_description());
  if (!lines.empty()) {
    flag.description = lines.front();
    flag.details.assign(lines.begin() + 1, lines.end());
  }
  flag.repeats = option.get_items_expected_max() > 1;
  return flag;
}

CommandSpec DescribeCommand(const CLI::App& app) {
  CommandSpec command{app.get_name(), app.get_description(), app.get_footer(), {}, {}};
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty()) continue;  // hidden
    FlagSpec flag = Describe(*option);
    (option->get_positional() ? command.positionals : command.flags).push_back(std::move(flag));
  }
  return command;
}

}  // namespace

bool FlagSpec::TakesFile() const { return value == "FILE" || value == "PATH" || value == "DIR"; }

ProgramSpec Describe(const CLI::App& app) {
  ProgramSpec program{app.get_description(), app.get_footer(), {}};
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    program.commands.push_back(DescribeCommand(*command));
  std::vector<std::string> names;
  names.reserve(program.commands.size());
  for (const CommandSpec& command : program.commands) names.push_back(command.name);
  for (CommandSpec& command : program.commands)
    if (command.name == "help" && !command.positionals.empty())
      command.positionals.front().choices = names;
  return program;
}

}  // namespace sigrun::cli
