// The flags shared by the commands on rules.
#include <CLI/CLI.hpp>

#include "cli/flags/validators.h"
#include "cli/rules/rule_arguments.h"

namespace sigrun::cli {
namespace {

// A flag with one value that may be repeated.
CLI::Option* AddRepeated(CLI::App& command, const std::string& flag,
                         std::vector<std::string>& values, const std::string& type,
                         const std::string& description) {
  return command.add_option(flag, values, description)->type_name(type)->allow_extra_args(false);
}

}  // namespace

void AddRulePaths(CLI::App& command, RuleArguments& arguments, const std::string& description) {
  command.add_option("rules", arguments.paths, description)->required();
}

void AddRuleFlags(CLI::App& command, RuleArguments& arguments) {
  AddRepeated(command, "--search-path", arguments.search_path, "DIR",
              "Folders that `import` searches after the pack");
  command
      .add_option("--config", arguments.config,
                  "Log sources, field names and placeholders of Sigma rules, instead of each "
                  "pack's sigrun.yml")
      ->type_name("FILE");
  command
      .add_option("--sigma-refire", arguments.sigma_refire,
                  "When a Sigma correlation fires: when its condition turns true, or on every "
                  "event for which "
                  "it holds")
      ->check(OneOf({"change", "every"}))
      ->capture_default_str();
  command.add_flag("--allow-files", arguments.allow_files,
                   "Let rules name files outside their pack");
  AddRepeated(command, "--ignore", arguments.ignored, "CODE",
              "Suppress this warning or note, by its code or name")
      ->check(IgnorableCode());
}

void AddProgramFlags(CLI::App& command, RuleArguments& arguments) {
  AddRuleFlags(command, arguments);
  AddRepeated(command, "--set", arguments.settings, "SETTING", "Set a parameter: rule.param=value");
  command.add_flag("--keep-going", arguments.keep_going,
                   "Skip rules with errors instead of stopping");
}

}  // namespace sigrun::cli
