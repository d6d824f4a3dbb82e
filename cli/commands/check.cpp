// sigrun check: checks rules for errors.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "base/text/plural.h"
#include "cli/commands/command.h"
#include "cli/flags/validators.h"
#include "cli/output/output.h"
#include "cli/rules/rule_arguments.h"
#include "compiler/diag/named.h"
#include "runtime/program/image/image.h"

namespace sigrun::cli {
namespace {

struct CheckArguments {
  RuleArguments rules;
  std::string format{diag::FormatOf(diag::FormatId::text).name};
  std::string fail_on = "error";
};

size_t Warnings(const engine::CompiledRules& rules, const std::vector<std::string>& ignored) {
  size_t warnings = 0;
  for (const diag::Diagnostic& diagnostic : rules.compilation.diagnostics.all())
    warnings +=
        diagnostic.severity() == diag::Severity::kWarning && !diag::IsIgnored(diagnostic, ignored);
  return warnings;
}

const diag::Format& FormatNamed(const std::string& name) {
  return *std::ranges::find(diag::Formats(), name, &diag::Format::name);
}

std::vector<Choice> FormatChoices() {
  std::vector<Choice> choices;
  for (const diag::Format& format : diag::Formats())
    choices.push_back({std::string(format.name), std::string(format.doc)});
  return choices;
}

int Run(const CheckArguments& arguments) {
  const auto rules = CompileRules(arguments.rules);
  const diag::Format& format = FormatNamed(arguments.format);
  PrintDiagnostics(*rules, arguments.rules.ignored, format);
  const size_t warnings = Warnings(*rules, arguments.rules.ignored);
  if (format.medium == diag::Medium::kText)
    Out().Print("{}, {}: {}, {}\n", Plural(rules->file_count, "file"),
                Plural(rules->compilation.checked.rules.rules.size(), "rule"),
                Plural(rules->error_count(), "error"), Plural(warnings, "warning"));
  if (!rules->path_errors.empty()) return kBadRules;
  const bool found = rules->error_count() > 0 || (warnings > 0 && arguments.fail_on == "warning");
  return found ? kFindings : kSuccess;
}

}  // namespace

void AddCheck(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<CheckArguments>();
  CLI::App* command = app.add_subcommand("check", "Check rules without running them");
  AddRulePaths(*command, arguments->rules, "Rule files and folders");
  AddRuleFlags(*command, arguments->rules);
  command
      ->add_option("--fail-on", arguments->fail_on,
                   "Exit 1 if there is an error, or also for a warning")
      ->check(OneOf({"error", "warning"}))
      ->type_name("SEVERITY")
      ->capture_default_str();
  CLI::Option* format = AddChoice(*command, "--format", arguments->format,
                                  "How diagnostics are written", FormatChoices())
                            ->type_name("FORMAT")
                            ->capture_default_str();
  const auto json = [arguments] { arguments->format = diag::FormatOf(diag::FormatId::json).name; };
  command->add_flag_callback("--json", json, "Short for --format json")->excludes(format);
  command->footer(
      "Reports every independent error of every file with its location, the reason and a "
      "out;\n"
      "`sigrun explain CODE` explains more.\n\n"
      "Examples:\n  sigrun check rules/\n  sigrun check --fail-on warning --ignore W1008 rules/\n  "
      "sigrun check --json rules/ | jq -r .code");
  command->callback([arguments, &action] { action = [arguments] { return Run(*arguments); }; });
}

}  // namespace sigrun::cli
