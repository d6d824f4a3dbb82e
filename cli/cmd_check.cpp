// sigrun check: are the rules right?
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/rule_arguments.h"
#include "runtime/program/image.h"

namespace sigrun::cli {
namespace {

struct CheckArguments {
  RuleArguments rules;
  bool json = false;
};

size_t Warnings(const diag::Sink& sink) {
  size_t warnings = 0;
  for (const diag::Diagnostic& diagnostic : sink.all())
    warnings += diagnostic.severity() == diag::Severity::kWarning;
  return warnings;
}

int Run(const CheckArguments& arguments) {
  const auto rules = CompileRules(arguments.rules);
  PrintDiagnostics(rules->compilation, arguments.json);
  const size_t warnings = Warnings(rules->compilation.diagnostics);
  if (!arguments.json)
    fmt::print("{} file(s), {} rule(s): {} error(s), {} warning(s)\n", rules->files,
               rules->compilation.checked.rules.rules.size(), rules->errors, warnings);
  return rules->errors > 0 ? kFindings : kSuccess;
}

}  // namespace

void AddCheck(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<CheckArguments>();
  CLI::App* command = app.add_subcommand("check", "Check rules without running them");
  AddRulePaths(*command, arguments->rules, "Rule files and folders");
  AddRuleFlags(*command, arguments->rules);
  command->add_flag("--json", arguments->json,
                    "One JSON object a line for each diagnostic, on standard output");
  command->footer(
      "Every independent error of every file is reported with its place, the reason and a way "
      "out;\n"
      "`sigrun explain CODE` tells more.\n\n"
      "Examples:\n  sigrun check rules/\n  sigrun check --json rules/ | jq -r .code\n\n"
      "Exit codes: 0 no errors · 1 errors · 2 wrong usage");
  command->callback([arguments, &action] { action = [arguments] { return Run(*arguments); }; });
}

}  // namespace sigrun::cli
