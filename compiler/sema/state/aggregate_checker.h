// Aggregates: `count()`, `distinct(field)`, `percentile(bytes, 95)`.
#pragma once

#include "base/source_map.h"
#include "compiler/ast/ast.h"
#include "compiler/ir/ir.h"
#include "compiler/sema/rule/bound.h"
#include "compiler/sema/rule/rule_exprs.h"
#include "compiler/sema/rule/rule_scope.h"
#include "stdlib/aggregate.h"

namespace sigrun::sema {

class AggregateChecker {
 public:
  AggregateChecker(RuleScope& scope, const RuleExprs& exprs)
      : scope_(scope), cx_(scope.cx), exprs_(exprs) {}

  // The call is the value of the binding.
  void Declare(Bound& bound, const ast::Call& call, Span span);

 private:
  bool CheckArgumentCount(const stdlib::AggregateInfo& info, const ast::Call& call, Span span);
  bool RequirePercent(ir::ExprId expr);

  RuleScope& scope_;
  Context& cx_;
  const RuleExprs& exprs_;
};

}  // namespace sigrun::sema
