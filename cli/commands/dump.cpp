// sigrun dump: prints the output of each compiler stage.
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "cli/commands/command.h"
#include "cli/flags/validators.h"
#include "cli/output/output.h"
#include "cli/rules/rule_arguments.h"
#include "compiler/ast/print.h"
#include "runtime/program/print/print.h"

namespace sigrun::cli {
namespace {

struct DumpArguments {
  RuleArguments rules;
  std::string stage = "bytecode";
  bool no_passes = false, no_sharing = false;
};

void PrintStage(const compiler::Compilation& compilation, const std::string& stage) {
  if (stage == "ast") {
    for (const modules::Module& module : compilation.modules.modules)
      if (module.root) Out().Print("{}", ast::Print(module.file));
  } else if (stage == "ir") {
    Out().Print("{}", ir::Print(compilation.checked.rules));
  } else if (stage == "net") {
    Out().Print("{}", net::Print(compilation.network));
  }
}

int Run(const DumpArguments& arguments) {
  compiler::Options options;
  options.passes = !arguments.no_passes;
  options.network.share = !arguments.no_sharing;
  const auto rules = CompileRules(arguments.rules, options);
  PrintDiagnostics(*rules, arguments.rules.ignored);
  if (arguments.stage != "bytecode") {
    PrintStage(rules->compilation, arguments.stage);
  } else if (rules->images.empty()) {
    if (rules->compilation.program) Out().Print("{}", program::Print(*rules->compilation.program));
  } else {
    const LoadedRules loaded = LoadProgram(arguments.rules);
    if (!loaded.program) return loaded.code;
    Out().Print("{}", program::Print(*loaded.program));
  }
  return rules->error_count() > 0 ? kBadRules : kSuccess;
}

}  // namespace

void AddDump(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<DumpArguments>();
  CLI::App* command = app.add_subcommand("dump", "Print the output of a compiler stage");
  AddRulePaths(*command, arguments->rules, "Rule files, packs and folders");
  command->add_option("--stage", arguments->stage, "ast, ir, net or bytecode (default)")
      ->check(OneOf({"ast", "ir", "net", "bytecode"}))
      ->type_name("STAGE");
  AddRuleFlags(*command, arguments->rules);
  command->add_flag("--no-passes", arguments->no_passes, "Skip the optimiser");
  command->add_flag("--no-sharing", arguments->no_sharing,
                    "Skip the sharing of predicates and values");
  command->footer(
      "ast: the syntax tree · ir: names bound, types known · net: shared predicates and\n"
      "values · bytecode: the program that runs, and the field values each rule needs.\n\n"
      "Examples:\n  sigrun dump --stage=ir my.sgr\n  sigrun dump pack.sgc");
  command->callback([arguments, &action] { action = [arguments] { return Run(*arguments); }; });
}

}  // namespace sigrun::cli
