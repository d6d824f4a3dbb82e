#include "cli/describe/command_spec.h"

namespace sigrun::cli {
namespace {

std::string Fish(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out + "'";
}

std::string Words(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return Fish(text);
}

std::string FlagRow(const std::string& where, const FlagSpec& flag) {
  std::string row = where;
  for (const std::string& name : flag.names)
    row += name.rfind("--", 0) == 0 ? " -l " + name.substr(2) : " -s " + name.substr(1);
  if (!flag.choices.empty())
    row += " -x -a " + Words(flag.choices);
  else if (flag.TakesFile())
    row += " -r -F";
  else if (!flag.value.empty())
    row += " -x";
  return row + " -d " + Fish(flag.description) + "\n";
}

}  // namespace

std::string FishCompletion(const ProgramSpec& program) {
  std::string text = "# Made by `sigrun completion fish`.\n";
  for (const CommandSpec& command : program.commands)
    text += "complete -c sigrun -f -n __fish_use_subcommand -a " + command.name + " -d " +
            Fish(command.description) + "\n";
  for (const CommandSpec& command : program.commands) {
    const std::string where =
        "complete -c sigrun -n '__fish_seen_subcommand_from " + command.name + "'";
    for (const FlagSpec& flag : command.flags) text += FlagRow(where, flag);
    for (const FlagSpec& positional : command.positionals)
      if (!positional.choices.empty()) text += where + " -f -a " + Words(positional.choices) + "\n";
  }
  return text;
}

}  // namespace sigrun::cli
