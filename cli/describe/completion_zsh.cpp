#include "cli/describe/command_spec.h"

namespace sigrun::cli {
namespace {

// Inside single quotes; `[`, `]` and `:` would end a part of the specification.
std::string Zsh(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\'')
      out += "'\\''";
    else if (c == '[' || c == ']' || c == ':' || c == '\\')
      out += std::string("\\") + c;
    else
      out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string Words(const std::vector<std::string>& words) {
  std::string text = "(";
  for (const std::string& word : words) text += (text.size() == 1 ? "" : " ") + word;
  return text + ")";
}

std::string Values(const FlagSpec& flag) {
  if (!flag.choices.empty()) return Words(flag.choices);
  return flag.TakesFile() ? "_files" : " ";
}

std::string FlagRow(const FlagSpec& flag, const std::string& name) {
  std::string row =
      std::string("'") + (flag.repeats ? "*" : "") + name + "[" + Zsh(flag.description) + "]";
  if (!flag.value.empty()) row += ":" + Zsh(flag.value) + ":" + Values(flag);
  return row + "'";
}

std::string CommandRow(const CommandSpec& command) {
  std::string row = "    " + command.name + ")\n      _arguments -s -S";
  for (const FlagSpec& flag : command.flags)
    for (const std::string& name : flag.names) row += " \\\n        " + FlagRow(flag, name);
  for (const FlagSpec& positional : command.positionals)
    row += " \\\n        '*:" + Zsh(positional.names.front()) + ":" +
           (positional.choices.empty() ? "_files" : Words(positional.choices)) + "'";
  return row + " ;;\n";
}

}  // namespace

std::string ZshCompletion(const ProgramSpec& program) {
  std::string names, commands;
  for (const CommandSpec& command : program.commands) {
    names += "    '" + command.name + ":" + Zsh(command.description) + "'\n";
    commands += CommandRow(command);
  }
  return "#compdef sigrun\n"
         "# Made by `sigrun completion zsh`.\n"
         "_sigrun() {\n"
         "  local -a commands\n"
         "  commands=(\n" +
         names +
         "  )\n"
         "  if (( CURRENT == 2 )); then _describe command commands; return; fi\n"
         "  local command=$words[2]\n"
         "  shift words\n"
         "  (( CURRENT-- ))\n"
         "  case $command in\n" +
         commands +
         "  esac\n"
         "}\n"
         "if [ \"$funcstack[1]\" = _sigrun ]; then _sigrun \"$@\"; else compdef _sigrun sigrun; "
         "fi\n";
}

}  // namespace sigrun::cli
