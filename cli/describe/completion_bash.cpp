#include "cli/describe/command_spec.h"

namespace sigrun::cli {
namespace {

std::string Words(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::string FlagNames(const CommandSpec& command) {
  std::vector<std::string> names;
  for (const FlagSpec& flag : command.flags)
    names.insert(names.end(), flag.names.begin(), flag.names.end());
  return Words(names);
}

// The completion after a flag; none if it takes neither a choice nor a file.
std::string ValueRow(const CommandSpec& command, const FlagSpec& flag) {
  if (flag.value.empty()) return "";
  std::string pattern;
  for (const std::string& name : flag.names)
    pattern += (pattern.empty() ? "'" : " | '") + command.name + " " + name + "'";
  const std::string offer = !flag.choices.empty() ? "_sigrun_words '" + Words(flag.choices) + "'"
                            : flag.TakesFile()    ? "_sigrun_files"
                                                  : ":";
  return "    " + pattern + ") " + offer + "; return ;;\n";
}

std::string CommandRow(const CommandSpec& command) {
  std::string values = "_sigrun_files";
  for (const FlagSpec& positional : command.positionals)
    if (!positional.choices.empty()) values = "_sigrun_words '" + Words(positional.choices) + "'";
  return "    " + command.name + ")\n      case $word in -*) _sigrun_words '" + FlagNames(command) +
         "' ;; *) " + values + " ;; esac ;;\n";
}

}  // namespace

std::string BashCompletion(const ProgramSpec& program) {
  std::vector<std::string> names;
  std::string values, commands;
  for (const CommandSpec& command : program.commands) {
    names.push_back(command.name);
    for (const FlagSpec& flag : command.flags) values += ValueRow(command, flag);
    commands += CommandRow(command);
  }
  return "# Made by `sigrun completion bash`.\n"
         "_sigrun_words() { mapfile -t COMPREPLY < <(compgen -W \"$1\" -- \"$word\"); }\n"
         "_sigrun_files() {\n"
         "  compopt -o filenames 2>/dev/null\n"
         "  mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
         "}\n"
         "_sigrun() {\n"
         "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n"
         "  COMPREPLY=()\n"
         "  if [ \"$COMP_CWORD\" = 1 ]; then _sigrun_words '" +
         Words(names) +
         "'; return; fi\n"
         "  case \"${COMP_WORDS[1]} $before\" in\n" +
         values +
         "  esac\n"
         "  case ${COMP_WORDS[1]} in\n" +
         commands +
         "  esac\n"
         "}\n"
         "complete -F _sigrun sigrun\n";
}

}  // namespace sigrun::cli
