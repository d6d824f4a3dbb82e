// Conditions that can never hold: what they ask for excludes itself.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/ir/ir.h"

namespace sigrun::sema {

// Warns where parts of a conjunction in the rule's condition, or in what feeds its state, cannot
// hold together.
void ReportNever(const ir::RuleSet& rules, const ir::Rule& rule, diag::Sink& sink);

}  // namespace sigrun::sema
