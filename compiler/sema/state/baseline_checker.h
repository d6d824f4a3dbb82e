// Baselines: `usual = baseline(n; history 14d, every 1h)`.
#pragma once

#include <cstddef>
#include <vector>

#include "base/source_map.h"
#include "compiler/ast/ast.h"
#include "compiler/sema/context/context.h"
#include "compiler/sema/rule/bound.h"
#include "compiler/sema/rule/rule_scope.h"

namespace sigrun::sema {

// The call is the value of the binding; its argument is another binding.
void DeclareBaseline(RuleScope& scope, BoundNames& names, Bound& bound, const ast::Call& call,
                     Span span);

// `usual.median`: as RuleNames::Binding.
Typed BaselineMember(RuleScope& scope, const Bound& bound,
                     const std::vector<ast::PathSegment>& members, size_t& taken, Span span);

}  // namespace sigrun::sema
