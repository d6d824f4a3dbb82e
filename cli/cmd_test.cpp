// sigrun test: the tests written beside the rules.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <fstream>

#include "cli/command.h"
#include "cli/rule_arguments.h"
#include "cli/terminal.h"
#include "engine/ruletest/ruletest.h"

namespace sigrun::cli {
namespace {

struct TestArguments {
  RuleArguments rules;
  std::string junit;
  bool verbose = false;
};

void PrintOutcome(const engine::TestOutcome& outcome, const SourceMap& sources, bool verbose,
                  bool color) {
  const SourceFile& file = sources[outcome.span.source];
  const LineColumn place = file.Locate(outcome.span.begin);
  if (outcome.passed) {
    if (verbose)
      fmt::print("{}  {}: {}\n", Paint("ok", Style::kGreen, color), outcome.rule,
                 Sanitize(outcome.text));
    return;
  }
  fmt::print("{}  {}: {}\n      {}:{}:{}: {}\n", Paint("FAIL", Style::kRed, color), outcome.rule,
             Sanitize(outcome.text), file.path(), place.line, place.column,
             Sanitize(outcome.reason));
}

void PrintUntested(const program::Program& program,
                   const std::vector<engine::TestOutcome>& outcomes) {
  for (const program::Rule& rule : program.rules) {
    const auto tests = [&](const engine::TestOutcome& outcome) {
      return outcome.rule == rule.info.name;
    };
    if (std::none_of(outcomes.begin(), outcomes.end(), tests))
      fmt::print("note: {} has no tests ({}:{})\n", rule.info.name, rule.info.file, rule.info.line);
  }
}

int Run(const TestArguments& arguments) {
  const auto rules = CompileRules(arguments.rules);
  PrintDiagnostics(rules->compilation, false);
  if (rules->errors > 0 || !rules->compilation.program) {
    fmt::print(stderr, "sigrun: {} error(s) in the rules; no test was run\n", rules->errors);
    return kBadRules;
  }
  const exec::LoadedProgram program(std::move(*rules->compilation.program));
  const auto outcomes = engine::RunTests(rules->compilation.checked.tests, program);
  size_t failed = 0;
  const bool color = WantsColor(stdout);
  for (const engine::TestOutcome& outcome : outcomes) {
    PrintOutcome(outcome, rules->compilation.sources, arguments.verbose, color);
    failed += !outcome.passed;
  }
  PrintUntested(program.program(), outcomes);
  fmt::print("{} passed, {} failed\n", outcomes.size() - failed, failed);
  if (!arguments.junit.empty()) {
    std::ofstream stream(arguments.junit, std::ios::binary);
    stream << engine::JUnitXml(outcomes, rules->compilation.sources);
    stream.flush();
    if (!stream) {
      fmt::print(stderr, "sigrun: cannot write `{}`\n", arguments.junit);
      return kBadInput;
    }
  }
  return failed > 0 ? kFindings : kSuccess;
}

}  // namespace

void AddTest(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<TestArguments>();
  CLI::App* command = app.add_subcommand("test", "Run the tests inside rule files");
  AddRulePaths(*command, arguments->rules, "Rule files and folders");
  AddRuleFlags(*command, arguments->rules);
  command->add_option("--junit", arguments->junit, "Write the outcomes to this file as JUnit XML")
      ->type_name("FILE");
  command->add_flag("-v,--verbose", arguments->verbose, "Show what passed, too");
  command->footer(
      "Each expectation of a `test` block makes its events and sends them through the engine that\n"
      "`sigrun scan` uses.\n\n"
      "Examples:\n  sigrun test rules/\n  sigrun test --junit report.xml rules/aws/iam/\n\n"
      "Exit codes: 0 all passed · 1 some failed · 2 wrong usage · 3 rules in error");
  command->callback([arguments, &action] { action = [arguments] { return Run(*arguments); }; });
}

}  // namespace sigrun::cli
