// Optimiser passes: each takes a rule set and gives one that means the same. passes.def lists them;
// every one can be left out, and a test proves that no answer changes.
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

// All of them, in the order in which the compiler runs them.
std::span<const Pass> All();

// Equal expressions, of whatever rules, become one. Not one of them: it can be left out by itself.
ir::RuleSet Share(const ir::RuleSet& rules);

// About nanoseconds to evaluate an expression once, its operands included.
uint32_t Cost(const ir::RuleSet& rules, ir::ExprId expr);

}  // namespace sigrun::passes
