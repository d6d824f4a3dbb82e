// Checks the expressions of a rule, and what they may depend on.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/ir/ir.h"
#include "compiler/sema/context/rule_names.h"
#include "compiler/sema/expr/expr_checker.h"
#include "compiler/sema/rule/rule_scope.h"

namespace sigrun::sema {

class RuleExprs {
 public:
  RuleExprs(RuleScope& scope, RuleNames& names) : scope_(scope), names_(names) {}

  // `file` contains the expressions; by default, that of the rule.
  ExprChecker Checker(const ast::File* file = nullptr) const {
    return ExprChecker(scope_.cx, scope_.module, *scope_.schema, &names_, file);
  }
  // Values that are named by their source text: at most `most`; `what` describes them in a message.
  std::vector<ir::Named> CheckNamed(const std::vector<ast::ExprId>& exprs, size_t most,
                                    std::string_view what) const;

  // False if it reads the state of the rule; reported.
  bool RequireStateless(ir::ExprId expr) const;
  // For values: they must be known before it is known whether stateful rules fired.
  bool RequireEventOnly(ir::ExprId expr) const;

 private:
  RuleScope& scope_;
  RuleNames& names_;
};

}  // namespace sigrun::sema
