// Detects conditions that contradict themselves or always hold.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/ir/ir.h"

namespace sigrun::sema {

// Warns if parts of a conjunction in the rule's condition, or in the input of its state, contradict
// each other, and if the condition holds for every event.
void ReportNever(const ir::RuleSet& rules, const ir::Rule& rule, diag::Sink& sink);

}  // namespace sigrun::sema
