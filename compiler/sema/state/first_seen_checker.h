// `new = first_seen(field; history 90d, learn 14d)`.
#pragma once

#include "base/source_map.h"
#include "compiler/ast/ast.h"
#include "compiler/sema/rule/bound.h"
#include "compiler/sema/rule/rule_exprs.h"
#include "compiler/sema/rule/rule_scope.h"

namespace sigrun::sema {

// The call is the value of the binding.
void DeclareFirstSeen(RuleScope& scope, const RuleExprs& exprs, Bound& bound, const ast::Call& call,
                      Span span);

}  // namespace sigrun::sema
