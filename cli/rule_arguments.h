// The rules a command works on: shared flags, compilation, messages.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/compile.h"
#include "runtime/program/program.h"

namespace CLI {
class App;
}

namespace sigrun::cli {

struct RuleArguments {
  std::vector<std::string> paths;
  std::vector<std::string> search_path;
  std::vector<std::string> settings;  // rule.param=value
  bool keep_going = false;
};

// Compiles the .sgr files among the paths. Prints every diagnostic and every path that is wrong.
struct CompiledRules {
  compiler::Compilation compilation;
  std::vector<std::string> images;
  size_t files = 0;
  size_t errors = 0;  // diagnostics and paths
};
std::unique_ptr<CompiledRules> CompileRules(const RuleArguments& arguments,
                                            const compiler::Options& options = {});

// Compiles, reads packs, joins, sets parameters. nullopt (with all said) when nothing can be run:
// on any error, unless keep_going.
std::optional<program::Program> LoadProgram(const RuleArguments& arguments);

// The rules shipped with the program, for when none are named; empty when they are not there.
std::string ShippedRules();

void PrintDiagnostics(const compiler::Compilation& compilation, bool json);

}  // namespace sigrun::cli
