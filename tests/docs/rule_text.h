// Rule text in memory: its diagnostics, and the results of its own tests.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "compiler/compile.h"

namespace sigrun::docs {

struct RuleFiles {
  std::string root;                          // the file to check
  std::map<std::string, std::string> files;  // by path
};

// Several files in one text are separated by lines `//// file: NAME`; the first is the root. Text
// without such a line is one file.
RuleFiles SplitFiles(const std::string& text);

compiler::Compilation Compile(const RuleFiles& files, bool passes = true);

// The codes of all diagnostics.
std::set<std::string> Codes(const compiler::Compilation& compilation);
// All diagnostics, as `sigrun check` prints them.
std::string Rendered(const compiler::Compilation& compilation);

// Runs the tests in the text; an empty result means that all passed.
std::string FailedTests(compiler::Compilation compilation);

}  // namespace sigrun::docs
