// The alert block: level, message, fields, suppression.
#pragma once

#include "compiler/ast/ast.h"
#include "compiler/sema/rule/rule_exprs.h"
#include "compiler/sema/rule/rule_scope.h"

namespace sigrun::sema {

class AlertChecker {
 public:
  AlertChecker(RuleScope& scope, const RuleExprs& exprs)
      : scope_(scope), cx_(scope.cx), exprs_(exprs) {}

  void Check();

 private:
  void CheckItem(const ast::AlertItem& item);
  void CheckFields(const ast::AlertItem& item);
  void CheckSuppress(const ast::AlertItem& item);
  void CheckEnabled(const ast::AlertItem& item);
  void CheckRefire(const ast::AlertItem& item);

  RuleScope& scope_;
  Context& cx_;
  const RuleExprs& exprs_;
};

}  // namespace sigrun::sema
