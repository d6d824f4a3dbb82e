// Optimiser passes: each takes a rule set and gives one that means the same. RunAll is what the
// compiler uses; every pass can be left out, and a test proves that no answer changes.
#pragma once

#include "compiler/ir/ir.h"

namespace sigrun::passes {

// Calls, tests, if and coalesce over constants become constants, by the kernels themselves.
// Parameters are never folded: they can be set after compilation.
ir::RuleSet FoldConstants(const ir::RuleSet& rules);

// Nested and/or become flat, true and false disappear, double negation goes, equal operands are
// taken once.
ir::RuleSet SimplifyLogic(const ir::RuleSet& rules);

// Patterns without inner wildcards become plain text tests.
ir::RuleSet SimplifyGlobs(const ir::RuleSet& rules);

// The operands of and/or, cheapest first.
ir::RuleSet OrderByCost(const ir::RuleSet& rules);

ir::RuleSet RunAll(const ir::RuleSet& rules);

// About nanoseconds to evaluate an expression once, its operands included.
uint32_t Cost(const ir::RuleSet& rules, ir::ExprId expr);

}  // namespace sigrun::passes
