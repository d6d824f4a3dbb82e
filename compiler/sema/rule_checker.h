// Checks one rule: its names, its state, its alert.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/ir/ir.h"
#include "compiler/sema/context/context.h"
#include "compiler/sema/rule/rule_exprs.h"
#include "compiler/sema/rule/rule_inputs.h"
#include "compiler/sema/rule/rule_scope.h"
#include "compiler/sema/rule_bindings.h"

namespace sigrun::sema {

class RuleChecker {
 public:
  RuleChecker(Context& context, uint32_t module, const ast::Rule& rule,
              std::vector<RuleInput> inputs);
  RuleChecker(const RuleChecker&) = delete;
  RuleChecker& operator=(const RuleChecker&) = delete;

  // The rule, or nullopt when it has an error (reported).
  std::optional<ir::Rule> Check();

 private:
  void CheckOn();
  // `complete`: whether the sequence is complete; invalid without one.
  void CheckCondition(ir::ExprId complete);

  Context& cx_;
  RuleScope scope_;
  RuleInputs inputs_;
  RuleBindings bindings_;
  RuleExprs exprs_;
};

}  // namespace sigrun::sema
