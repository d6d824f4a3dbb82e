// Sequences: steps are predicates on one event, the window is the time within which they must
// happen.
#pragma once

#include <optional>

#include "compiler/ast/ast.h"
#include "compiler/ir/ir.h"
#include "compiler/sema/rule/rule_exprs.h"
#include "compiler/sema/rule/rule_scope.h"

namespace sigrun::sema {

// For a rule that has a sequence.
class SequenceChecker {
 public:
  SequenceChecker(RuleScope& scope, const RuleExprs& exprs)
      : scope_(scope), cx_(scope.cx), exprs_(exprs) {}

  void CheckWindow();
  // Whether the sequence is complete, as a predicate. Invalid after an error.
  ir::ExprId Check();

 private:
  bool CheckAlternative(const ast::SequenceAlternative& written, ir::Sequence& sequence);
  std::optional<ir::SequenceStep> CheckStep(const ast::SequenceStep& step);

  RuleScope& scope_;
  Context& cx_;
  const RuleExprs& exprs_;
};

}  // namespace sigrun::sema
