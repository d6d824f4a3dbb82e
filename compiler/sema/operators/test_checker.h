// Tests: comparisons, `contains`, `like`, `in` and the like, with `not`, `any` and `all`.
#pragma once

#include "base/source_map.h"
#include "compiler/ast/ast.h"
#include "compiler/ir/ir.h"
#include "compiler/sema/context/context.h"
#include "compiler/sema/context/expr_maker.h"
#include "compiler/sema/context/expr_scope.h"
#include "compiler/sema/context/operands.h"
#include "compiler/sema/operators/in_checker.h"
#include "compiler/sema/operators/list_checker.h"
#include "compiler/sema/operators/pattern_checker.h"
#include "compiler/sema/operators/test_maker.h"

namespace sigrun::sema {

class TestChecker {
 public:
  TestChecker(const ExprScope& scope, Operands& operands, ListChecker& lists)
      : scope_(scope),
        cx_(scope.cx),
        make_(scope.cx),
        operands_(operands),
        lists_(lists),
        tests_(scope),
        patterns_(scope, lists, tests_),
        in_(scope, operands, lists, tests_) {}

  // A predicate; invalid after an error.
  Typed Check(const ast::Test& test, Span span);

 private:
  ir::ExprId CheckAnyOrAll(const ast::Test& test, Typed left, Span span);

  const ExprScope& scope_;
  Context& cx_;
  ExprMaker make_;
  Operands& operands_;
  ListChecker& lists_;
  TestMaker tests_;
  PatternChecker patterns_;
  InChecker in_;
};

}  // namespace sigrun::sema
