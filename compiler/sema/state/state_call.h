// The parts of a call that declares state: `count(where …)`, `first_seen(a; history 14d)`.
#pragma once

#include <string_view>
#include <vector>

#include "base/source_map.h"
#include "compiler/ast/ast.h"
#include "compiler/ir/ir.h"
#include "compiler/sema/rule/rule_exprs.h"
#include "compiler/sema/rule/rule_scope.h"

namespace sigrun::sema {

class StateCall {
 public:
  StateCall(RuleScope& scope, const RuleExprs& exprs, const ast::Call& call, Span span)
      : scope_(scope), cx_(scope.cx), exprs_(exprs), call_(call), span_(span) {}

  // Reports options that are not among these.
  void CheckOptions(const std::vector<std::string_view>& known) const;
  // The events that feed it: all of them without `where`. Invalid after an error.
  ir::ExprId Where() const;
  // Without those in error.
  std::vector<ir::ExprId> Arguments() const;
  // Null if it is not written.
  const ast::CallOption* Option(std::string_view name) const;
  // A required option. Invalid after an error.
  ir::ExprId DurationOption(std::string_view name) const;

 private:
  RuleScope& scope_;
  Context& cx_;
  const RuleExprs& exprs_;
  const ast::Call& call_;
  const Span span_;
};

}  // namespace sigrun::sema
