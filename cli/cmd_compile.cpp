// sigrun compile: rules into one pack file.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>

#include "cli/command.h"
#include "cli/rule_arguments.h"
#include "runtime/program/image.h"

namespace sigrun::cli {
namespace {

struct CompileArguments {
  RuleArguments rules;
  std::string output;
};

// Written beside the target and renamed, so that a reader never sees half a pack.
bool WriteFile(const std::string& path, const std::string& bytes) {
  const std::string part = path + ".part";
  {
    std::ofstream stream(part, std::ios::binary);
    stream << bytes;
    stream.flush();
    if (!stream) return false;
  }
  std::error_code error;
  std::filesystem::rename(part, path, error);
  return !error;
}

int Run(const CompileArguments& arguments) {
  const auto [program, code] = LoadProgram(arguments.rules);
  if (!program) return code;
  const std::string image = program::WriteImage(*program);
  if (!WriteFile(arguments.output, image)) {
    fmt::print(stderr, "sigrun: cannot write `{}`: check the folder and its permissions\n",
               arguments.output);
    return kBadInput;
  }
  const size_t rules = program->rules.size();
  fmt::print("{}: {} {}, {} bytes\n", arguments.output, rules, rules == 1 ? "rule" : "rules",
             image.size());
  return code;
}

}  // namespace

void AddCompile(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<CompileArguments>();
  CLI::App* command = app.add_subcommand("compile", "Compile rules into one pack file (.sgc)");
  AddRulePaths(*command, arguments->rules, "Rule files, packs and folders");
  command->add_option("-o,--output", arguments->output, "The pack to write")
      ->required()
      ->type_name("FILE");
  AddProgramFlags(*command, arguments->rules);
  command->footer(
      "A pack is versioned, checksummed, verified when it is loaded, and the same bytes on every\n"
      "machine. `sigrun scan --rules pack.sgc` runs it.\n\n"
      "Examples:\n  sigrun compile rules/ -o pack.sgc\n\n"
      "Exit codes: 0 success · 2 wrong usage · 3 rules in error · 4 the pack could not be written");
  command->callback([arguments, &action] { action = [arguments] { return Run(*arguments); }; });
}

}  // namespace sigrun::cli
