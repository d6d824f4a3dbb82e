// From paths to a program: rule files, folders of them, compiled packs. Nothing here prints.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "compiler/compile.h"
#include "runtime/program/program.h"

namespace sigrun::engine {

struct RuleInputs {
  std::vector<modules::RootFile>
      sources;  // .sgr and Sigma .yml files, sorted by path in each folder
  std::vector<modules::RootFile> images;  // .sgc files
  std::vector<Error> errors;  // missing and unreadable files, and files that are not rules
};

// Folders are searched recursively for .sgr, .sgc, .yml and .yaml (except a pack's sigrun.yml).
// Other files in them are ignored; another file named explicitly is an error, and so is a folder
// without rules.
//
// Files behind a link are found at their real location; a link out of the named folder is an error,
// unless `allow_files`.
RuleInputs FindRules(const std::vector<std::string>& paths, bool allow_files = false);

struct RuleRequest {
  std::vector<std::string> paths;
  compiler::Options compiler;
  bool allow_files = false;  // rules may name files outside of their pack
};

// The result of reading the rule files; packs are not read yet.
struct CompiledRules {
  std::unique_ptr<modules::FileSystem> files;  // that the rules were read from
  compiler::Compilation compilation;
  std::vector<modules::RootFile> images;
  std::vector<std::string> read;  // every file that was read for them: lists, sigrun.yml, packs
  size_t file_count = 0;
  std::vector<Error> path_errors;

  // Diagnostics and paths.
  size_t error_count() const;
};
// Not movable: its file system records the files that are read.
std::unique_ptr<CompiledRules> CompileRules(const RuleRequest& request);
// The same for texts in memory, by their names. They contain no packs.
std::unique_ptr<CompiledRules> CompileTexts(
    const std::vector<std::pair<std::string, std::string>>& texts,
    const compiler::Options& options = {});

// A program, or why there is none.
struct MadeProgram {
  enum class Failure { kNone, kNoRules, kPack, kSetting };
  std::optional<program::Program> program;
  Failure failure = Failure::kNone;
  Error error;
};
// Joins the packs and the compiled rules, skips broken ones, and sets parameters from
// `rule.name=value` texts. The program in `rules` is moved from.
MadeProgram MakeProgram(CompiledRules& rules, const std::vector<std::string>& settings);

// Sets parameters from `rule.name=value` texts. Fails on an unknown parameter (with a suggestion)
// or a value of the wrong type.
Status SetParams(program::Program& program, const std::vector<std::string>& settings);

}  // namespace sigrun::engine
