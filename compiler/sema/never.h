// Conditions that decide nothing: what they ask for excludes itself, or leaves nothing out.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/ir/ir.h"

namespace sigrun::sema {

// Warns where parts of a conjunction in the rule's condition, or in what feeds its state, cannot
// hold together, and where the condition holds for every event.
void ReportNever(const ir::RuleSet& rules, const ir::Rule& rule, diag::Sink& sink);

}  // namespace sigrun::sema
