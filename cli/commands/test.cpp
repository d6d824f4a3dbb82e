// sigrun test: runs the tests in rule files.
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "base/text/plural.h"
#include "base/text/visible.h"
#include "cli/commands/command.h"
#include "cli/output/output.h"
#include "cli/output/output_file.h"
#include "cli/output/terminal.h"
#include "cli/rules/rule_arguments.h"
#include "engine/ruletest/ruletest.h"

namespace sigrun::cli {
namespace {

struct TestArguments {
  RuleArguments rules;
  std::string junit;
  bool verbose = false;
};

std::string Verdict(const engine::TestOutcome& outcome, bool color) {
  if (!outcome.run) return Paint("NOT RUN", Style::kYellow, color);
  return outcome.passed ? Paint("ok", Style::kGreen, color) : Paint("FAIL", Style::kRed, color);
}

void PrintOutcome(OutputStream& out, const engine::TestOutcome& outcome, const SourceMap& sources,
                  bool verbose) {
  if (outcome.passed && !verbose) return;
  out.Print("{}  {}: {}\n", Verdict(outcome, out.wants_color()), Visible(outcome.rule),
            Visible(outcome.text));
  if (outcome.passed) return;
  const SourceFile& file = sources[outcome.span.source];
  const LineColumn place = file.Locate(outcome.span.begin);
  out.Print("      {}:{}:{}: {}\n", Visible(file.path()), place.line, place.column,
            Visible(outcome.reason));
  for (const std::string& line : outcome.details) out.Print("        {}\n", Visible(line));
}

void PrintUntested(OutputStream& out, const program::Program& program,
                   const std::vector<engine::TestOutcome>& outcomes) {
  for (const program::Rule& rule : program.rules) {
    const auto tests = [&](const engine::TestOutcome& outcome) {
      return outcome.rule == rule.info.name;
    };
    if (std::none_of(outcomes.begin(), outcomes.end(), tests))
      out.Print("note: {} has no tests ({}:{})\n", Visible(rule.info.name), Visible(rule.info.file),
                rule.info.line);
  }
}

engine::RuleError ErrorOf(const diag::Diagnostic& diagnostic, const SourceMap& sources) {
  const std::string code(diag::Info(diagnostic.code).code);
  const std::string message = fmt::format("{}: {}", code, diagnostic.message);
  if (!diagnostic.span.valid()) return {"rules", 0, code, message};
  const SourceFile& file = sources[diagnostic.span.source];
  return {file.path(), file.Locate(diagnostic.span.begin).line, code, message};
}

std::vector<engine::RuleError> ErrorsOf(const engine::CompiledRules& rules) {
  std::vector<engine::RuleError> errors;
  errors.reserve(rules.error_count());
  for (const Error& error : rules.path_errors)
    errors.push_back({"rules", 0, "path", error.message});
  for (const diag::Diagnostic& diagnostic : rules.compilation.diagnostics.all())
    if (diagnostic.severity() == diag::Severity::kError)
      errors.push_back(ErrorOf(diagnostic, rules.compilation.sources));
  if (!rules.compilation.error.empty())
    errors.push_back({"rules", 0, "rules", rules.compilation.error});
  return errors;
}

// "3 passed, 1 failed", and other counts.
size_t PrintSummary(OutputStream& out, const std::vector<engine::TestOutcome>& outcomes,
                    size_t errors) {
  size_t failed = 0, not_run = 0;
  for (const engine::TestOutcome& outcome : outcomes) {
    not_run += !outcome.run;
    failed += outcome.run && !outcome.passed;
  }
  out.Print("{} passed, {} failed", outcomes.size() - failed - not_run, failed);
  if (errors > 0) out.Print(", {}", Plural(errors, "error"));
  out.Print("{}\n", not_run > 0 ? fmt::format(", {} not run", not_run) : "");
  return failed;
}

// Runs the tests of the valid rules; none if the rules together exceed a limit.
std::vector<engine::TestOutcome> RunAll(OutputStream& out, engine::CompiledRules& rules,
                                        bool verbose) {
  if (!rules.compilation.program) return {};
  const exec::LoadedProgram program(std::move(*rules.compilation.program));
  auto outcomes = engine::RunTests(
      {rules.compilation.checked, rules.compilation.sources, *rules.files}, program);
  for (const engine::TestOutcome& outcome : outcomes)
    PrintOutcome(out, outcome, rules.compilation.sources, verbose);
  PrintUntested(out, program.program(), outcomes);
  return outcomes;
}

int Run(const TestArguments& arguments) {
  const auto rules = CompileRules(arguments.rules);
  PrintDiagnostics(*rules, arguments.rules.ignored);
  const std::string& report = arguments.junit;
  if (!MayWrite(report, rules->read)) return kUsage;
  OutputStream& out = report == "-" ? Err() : Out();
  const auto outcomes = RunAll(out, *rules, arguments.verbose);
  const size_t failed = PrintSummary(out, outcomes, rules->error_count());
  if (!report.empty() && !WriteOutput(report, engine::JUnitXml(outcomes, ErrorsOf(*rules),
                                                               rules->compilation.sources)))
    return kBadInput;
  if (rules->error_count() > 0) return kBadRules;
  if (rules->compilation.checked.rules.rules.empty()) {
    Complain("no rules in {}; nothing was tested", Plural(rules->file_count, "file"));
    return kBadRules;
  }
  return failed > 0 ? kFindings : kSuccess;
}

}  // namespace

void AddTest(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<TestArguments>();
  CLI::App* command = app.add_subcommand("test", "Run the tests inside rule files");
  AddRulePaths(*command, arguments->rules, "Rule files and folders");
  AddRuleFlags(*command, arguments->rules);
  command
      ->add_option("--junit", arguments->junit,
                   "Write the outcomes to this file as JUnit XML; - for standard output")
      ->type_name("FILE");
  command->add_flag("-v,--verbose", arguments->verbose, "Also show what passed");
  command->footer(
      "Each expectation of a `test` block builds its events and runs them through the engine that\n"
      "`sigrun scan` uses. Rules with errors are reported; the tests of the other rules run.\n\n"
      "Examples:\n  sigrun test rules/\n  sigrun test --junit report.xml rules/aws/iam/");
  command->callback([arguments, &action] { action = [arguments] { return Run(*arguments); }; });
}

}  // namespace sigrun::cli
