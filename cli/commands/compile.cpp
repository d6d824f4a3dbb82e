// sigrun compile: compiles rules into one pack file.
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "base/text/plural.h"
#include "base/text/visible.h"
#include "cli/commands/command.h"
#include "cli/output/output.h"
#include "cli/output/output_file.h"
#include "cli/rules/rule_arguments.h"
#include "runtime/program/image/image.h"

namespace sigrun::cli {
namespace {

struct CompileArguments {
  RuleArguments rules;
  std::string output;
};

int Run(const CompileArguments& arguments) {
  const auto [program, code, read] = LoadProgram(arguments.rules);
  if (!program) return code;
  if (!MayWrite(arguments.output, read)) return kUsage;
  const std::string image = program::WriteImage(*program);
  if (!WriteOutput(arguments.output, image)) return kBadInput;
  const bool to_output = arguments.output == "-";
  (to_output ? Err() : Out())
      .Print("{}: {}, {} bytes\n", to_output ? "standard output" : Visible(arguments.output),
             Plural(program->rules.size(), "rule"), image.size());
  return code;
}

}  // namespace

void AddCompile(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<CompileArguments>();
  CLI::App* command = app.add_subcommand("compile", "Compile rules into one pack file (.sgc)");
  AddRulePaths(*command, arguments->rules, "Rule files, packs and folders");
  command->add_option("-o,--output", arguments->output, "The pack to write; - for standard output")
      ->required()
      ->type_name("FILE");
  AddProgramFlags(*command, arguments->rules);
  command->footer(
      "A pack is versioned, checksummed and verified when it is loaded. Its bytes are the same on "
      "every\n"
      "machine. `sigrun scan --rules pack.sgc` runs it.\n\n"
      "Examples:\n  sigrun compile rules/ -o pack.sgc");
  command->callback([arguments, &action] { action = [arguments] { return Run(*arguments); }; });
}

}  // namespace sigrun::cli
