// `any of filter_*`, `2 of them`: how many of the bindings of a rule hold.
#pragma once

#include "base/source_map.h"
#include "compiler/ast/ast.h"
#include "compiler/sema/context/context.h"
#include "compiler/sema/context/expr_scope.h"

namespace sigrun::sema {

// A predicate; invalid after an error.
Typed CheckQuantifier(const ExprScope& scope, const ast::Quantified& node, Span span);

}  // namespace sigrun::sema
