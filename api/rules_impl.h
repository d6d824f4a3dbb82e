// The data that copies of Rules share.
#pragma once

#include <optional>

#include "runtime/exec/loaded_program.h"
#include "sigrun/rules.h"

namespace sigrun {

struct Rules::Impl {
  Outcome outcome;
  std::vector<Diagnostic> diagnostics;
  std::vector<std::string> names, skipped;
  std::optional<exec::LoadedProgram> program;  // if the outcome is ok
};

// Of a program that was made by other means.
Rules RulesOf(program::Program program, const exec::LoadOptions& options);

}  // namespace sigrun
