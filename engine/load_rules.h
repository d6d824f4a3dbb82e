// From `--rules` paths to a program: rule files, folders of them, compiled packs.
#pragma once

#include <map>
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
  std::vector<Error> errors;              // what is missing, unreadable or no rule file
};

// Folders are searched recursively for .sgr, .sgc, .yml and .yaml (but a pack's sigrun.yml); other
// files in them are left alone, other files named themselves are an error, as is a folder without
// any rule.
//
// What lies in a folder that is linked is found where it really is; a link out of the folder that
// was named is an error, unless `allow_files`.
RuleInputs FindRules(const std::vector<std::string>& paths, bool allow_files = false);

// Sets parameters from `rule.name=value` texts. Fails on an unknown parameter (with a suggestion)
// or a value of the wrong type.
Status SetParams(program::Program& program, const std::vector<std::string>& settings);

}  // namespace sigrun::engine
