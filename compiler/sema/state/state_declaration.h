// Bindings that declare state: aggregates, baselines, first_seen.
#pragma once

#include "base/source_map.h"
#include "compiler/ast/ast.h"
#include "compiler/sema/rule/bound.h"
#include "compiler/sema/rule/rule_scope.h"

namespace sigrun::sema {

// False if the call, which is the value of the binding, declares no state.
bool DeclareState(RuleScope& scope, BoundNames& names, Bound& bound, const ast::Call& call,
                  Span span);

}  // namespace sigrun::sema
