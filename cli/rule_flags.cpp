// The flags that the commands on rules share.
#include <CLI/CLI.hpp>

#include "cli/rule_arguments.h"

namespace sigrun::cli {
namespace {

// A flag with one value that may be repeated.
void AddRepeated(CLI::App& command, const std::string& flag, std::vector<std::string>& values,
                 const std::string& type, const std::string& description) {
  command.add_option(flag, values, description)->type_name(type)->allow_extra_args(false);
}

}  // namespace

void AddRulePaths(CLI::App& command, RuleArguments& arguments, const std::string& description) {
  command.add_option("rules", arguments.paths, description)->required();
}

void AddRuleFlags(CLI::App& command, RuleArguments& arguments) {
  AddRepeated(command, "--search-path", arguments.search_path, "DIR",
              "Folders that `import` looks in after the pack");
}

void AddProgramFlags(CLI::App& command, RuleArguments& arguments) {
  AddRuleFlags(command, arguments);
  AddRepeated(command, "--set", arguments.settings, "SETTING", "Set a parameter: rule.param=value");
  command.add_flag("--keep-going", arguments.keep_going,
                   "Leave rules with errors out instead of stopping");
}

}  // namespace sigrun::cli
