// A pack may restrict the events that rules of a log source read.
#pragma once

#include "compiler/sigma/base/expr_builder.h"
#include "compiler/sigma/rule_scope.h"

namespace sigrun::sigma {

// The condition, for the events of the rule's route only.
ExprId OnRoute(RuleScope& scope, ExprId condition);

}  // namespace sigrun::sigma
