// The rules a command works on: shared flags, compilation, messages.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/output/exit_code.h"
#include "compiler/compile.h"
#include "compiler/diag/format.h"
#include "engine/load/load_rules.h"
#include "runtime/program/program.h"

namespace CLI {
class App;
}

namespace sigrun::cli {

struct RuleArguments {
  std::vector<std::string> paths;
  std::vector<std::string> search_path;
  std::string config;                   // a sigrun.yml instead of each pack's
  std::string sigma_refire = "change";  // or every
  std::vector<std::string> settings;    // rule.param=value
  std::vector<std::string> ignored;     // codes of diagnostics
  bool keep_going = false;
  bool allow_files = false;  // rules may name files outside of their pack
};

// The rules as positional arguments, required.
void AddRulePaths(CLI::App& command, RuleArguments& arguments, const std::string& description);
// --search-path, --config, --sigma-refire, --allow-files, --ignore
void AddRuleFlags(CLI::App& command, RuleArguments& arguments);
// The flags of commands that build a program: also --set and --keep-going.
void AddProgramFlags(CLI::App& command, RuleArguments& arguments);

// Compiles the rule files (.sgr, Sigma's .yml) among the paths. Prints every diagnostic and every
// invalid path.
std::unique_ptr<engine::CompiledRules> CompileRules(const RuleArguments& arguments,
                                                    const compiler::Options& options = {});

// Compiles, reads packs, joins, sets parameters. Without a program nothing can be run, which was
// reported: after any error in the rules, unless keep_going, or in a setting.
struct LoadedRules {
  std::optional<program::Program> program;
  ExitCode code = kBadRules;      // with a program: the exit code of success
  std::vector<std::string> read;  // every file that was read for it
};
LoadedRules LoadProgram(const RuleArguments& arguments);

// All but those with an ignored code: text on standard error, JSON on standard output.
void PrintDiagnostics(const engine::CompiledRules& rules, const std::vector<std::string>& ignored,
                      const diag::Format& format = diag::FormatOf(diag::FormatId::text));

}  // namespace sigrun::cli
