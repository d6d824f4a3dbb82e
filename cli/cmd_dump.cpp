// sigrun dump: what each stage of the compiler makes of the rules.
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/rule_arguments.h"
#include "compiler/ast/print.h"
#include "runtime/program/print.h"

namespace sigrun::cli {
namespace {

struct DumpArguments {
  RuleArguments rules;
  std::string stage = "bytecode";
  bool no_passes = false, no_sharing = false, no_dispatch = false;
};

void PrintStage(const compiler::Compilation& compilation, const std::string& stage) {
  if (stage == "ast") {
    for (const modules::Module& module : compilation.modules.modules)
      if (module.root) fmt::print("{}", ast::Print(module.file));
  } else if (stage == "ir") {
    fmt::print("{}", ir::Print(compilation.checked.rules));
  } else if (stage == "net") {
    fmt::print("{}", net::Print(compilation.network));
  }
}

int Run(const DumpArguments& arguments) {
  compiler::Options options;
  options.passes = !arguments.no_passes;
  options.network = {!arguments.no_sharing, !arguments.no_dispatch};
  const auto rules = CompileRules(arguments.rules, options);
  PrintDiagnostics(rules->compilation, false);
  if (arguments.stage != "bytecode") {
    PrintStage(rules->compilation, arguments.stage);
  } else if (rules->images.empty()) {
    if (rules->compilation.program) fmt::print("{}", program::Print(*rules->compilation.program));
  } else {
    const LoadedRules loaded = LoadProgram(arguments.rules);
    if (!loaded.program) return loaded.code;
    fmt::print("{}", program::Print(*loaded.program));
  }
  return rules->errors > 0 ? kBadRules : kSuccess;
}

}  // namespace

void AddDump(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<DumpArguments>();
  CLI::App* command =
      app.add_subcommand("dump", "Show what a stage of the compiler makes of rules");
  AddRulePaths(*command, arguments->rules, "Rule files, packs and folders");
  command->add_option("--stage", arguments->stage, "ast, ir, net or bytecode (default)")
      ->check(CLI::IsMember({"ast", "ir", "net", "bytecode"}))
      ->type_name("STAGE");
  AddRuleFlags(*command, arguments->rules);
  command->add_flag("--no-passes", arguments->no_passes, "Leave the optimiser out");
  command->add_flag("--no-sharing", arguments->no_sharing,
                    "Leave out the sharing of predicates and values");
  command->add_flag("--no-dispatch", arguments->no_dispatch,
                    "Leave out the index of rules by field value");
  command->footer(
      "ast: the syntax tree · ir: names bound, types known · net: shared predicates and the field\n"
      "values each rule needs · bytecode: the program that runs.\n\n"
      "Examples:\n  sigrun dump --stage=ir my.sgr\n  sigrun dump pack.sgc\n\n"
      "Exit codes: 0 success · 2 wrong usage · 3 rules in error");
  command->callback([arguments, &action] { action = [arguments] { return Run(*arguments); }; });
}

}  // namespace sigrun::cli
