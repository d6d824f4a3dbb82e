// `group by` and `window`, and whether a rule has them where it needs them.
#pragma once

#include "compiler/sema/rule/rule_exprs.h"
#include "compiler/sema/rule/rule_scope.h"

namespace sigrun::sema {

class StateChecker {
 public:
  StateChecker(RuleScope& scope, const RuleExprs& exprs)
      : scope_(scope), cx_(scope.cx), exprs_(exprs) {}

  void CheckGroup();
  // For a rule without a sequence.
  void CheckWindow();
  // For a rule without errors, after everything else.
  void CheckIsComplete();

 private:
  RuleScope& scope_;
  Context& cx_;
  const RuleExprs& exprs_;
};

}  // namespace sigrun::sema
