// Binds names and checks types: turns parsed modules into the typed rule set. Every independent
// error is reported; a rule with an error is excluded from the result.
#pragma once

#include <vector>

#include "base/source_map.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/ir/ir.h"
#include "compiler/modules/file_system.h"
#include "compiler/modules/module.h"
#include "compiler/sema/rule_test.h"

namespace sigrun::sema {

struct Checked {
  ir::RuleSet rules;
  std::vector<std::string>
      left_out;  // names of rules with errors, and of rules that depend on them
  std::vector<RuleTest> tests;
};

Checked Check(const modules::ModuleSet& modules, const SourceMap& sources,
              const modules::FileSystem& files, diag::Sink& sink);

}  // namespace sigrun::sema
