// Optimiser passes: each takes a rule set and returns an equivalent one. passes.def lists them;
// each can be disabled, and a test proves that no result changes.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "compiler/ir/ir.h"

namespace sigrun::passes {

#define SIGRUN_PASS(name, doc) ir::RuleSet name(const ir::RuleSet& rules);
#include "compiler/passes/passes.def"

struct Pass {
  std::string_view name;
  ir::RuleSet (*run)(const ir::RuleSet& rules);
  std::string_view doc;
};

// All passes, in execution order.
std::span<const Pass> All();

// Merges equal expressions of all rules. Not a pass: it can be disabled separately.
ir::RuleSet Share(const ir::RuleSet& rules);

}  // namespace sigrun::passes
