// Optimiser passes: each takes a rule set and gives one that means the same. RunAll is what the
// compiler uses; every pass can be left out, and a test proves that no answer changes.
#pragma once

#include "compiler/ir/ir.h"

namespace sigrun::passes {

// Calls, tests, if and coalesce over constants become constants, by the kernels themselves.
// Parameters are never folded: they can be set after compilation.
ir::RuleSet FoldConstants(const ir::RuleSet& rules);

// True and false disappear, double negation goes, equal operands are taken once.
ir::RuleSet SimplifyLogic(const ir::RuleSet& rules);

// Equal expressions, of whatever rules, become one.
ir::RuleSet Share(const ir::RuleSet& rules);

// An and in an and becomes flat, likewise or; but not one that others use too, which is evaluated
// once for all of them.
ir::RuleSet Flatten(const ir::RuleSet& rules);

// Patterns without inner wildcards become plain text tests.
ir::RuleSet SimplifyGlobs(const ir::RuleSet& rules);

// Tests of one value against several texts, any of which will do, become one against a list.
ir::RuleSet MergeTests(const ir::RuleSet& rules);

// The operands of and/or, in the order in which they are likely to settle the matter at least cost.
ir::RuleSet OrderByCost(const ir::RuleSet& rules);

// Sharing can be left out.
ir::RuleSet RunAll(const ir::RuleSet& rules, bool share = true);

// About nanoseconds to evaluate an expression once, its operands included.
uint32_t Cost(const ir::RuleSet& rules, ir::ExprId expr);

}  // namespace sigrun::passes
