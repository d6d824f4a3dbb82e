// sigrun check: are the rules right?
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "base/plural.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/rule_arguments.h"
#include "cli/validators.h"
#include "compiler/diag/named.h"
#include "runtime/program/image/image.h"

namespace sigrun::cli {
namespace {

struct CheckArguments {
  RuleArguments rules;
  bool json = false;
  std::string fail_on = "error";
};

size_t Warnings(const CompiledRules& rules) {
  size_t warnings = 0;
  for (const diag::Diagnostic& diagnostic : rules.compilation.diagnostics.all())
    warnings += diagnostic.severity() == diag::Severity::kWarning &&
                !diag::IsIgnored(diagnostic, rules.ignored);
  return warnings;
}

int Run(const CheckArguments& arguments) {
  const auto rules = CompileRules(arguments.rules);
  PrintDiagnostics(*rules, arguments.json);
  const size_t warnings = Warnings(*rules);
  if (!arguments.json)
    Out().Print("{}, {}: {}, {}\n", Plural(rules->files, "file"),
                Plural(rules->compilation.checked.rules.rules.size(), "rule"),
                Plural(rules->errors, "error"), Plural(warnings, "warning"));
  if (!rules->path_errors.empty()) return kBadRules;
  const bool found = rules->errors > 0 || (warnings > 0 && arguments.fail_on == "warning");
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
  command->add_flag("--json", arguments->json,
                    "Print each diagnostic as a JSON object on a line of standard output");
  command->footer(
      "Reports every independent error of every file with its location, the reason and a "
      "out;\n"
      "`sigrun explain CODE` explains more.\n\n"
      "Examples:\n  sigrun check rules/\n  sigrun check --fail-on warning --ignore W1008 rules/\n  "
      "sigrun check --json rules/ | jq -r .code");
  command->callback([arguments, &action] { action = [arguments] { return Run(*arguments); }; });
}

}  // namespace sigrun::cli
