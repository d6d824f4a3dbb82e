// Calls of functions: overloads are chosen from the catalogue by type.
#pragma once

#include "base/source_map.h"
#include "compiler/ast/ast.h"
#include "compiler/sema/context/context.h"
#include "compiler/sema/context/expr_maker.h"
#include "compiler/sema/context/expr_scope.h"
#include "compiler/sema/context/operands.h"
#include "compiler/sema/expr/path_checker.h"
#include "compiler/sema/operators/list_checker.h"

namespace sigrun::sema {

// All answers are invalid after an error.
class CallChecker {
 public:
  CallChecker(const ExprScope& scope, Operands& operands, PathChecker& paths, ListChecker& lists)
      : scope_(scope),
        cx_(scope.cx),
        make_(scope.cx),
        operands_(operands),
        paths_(paths),
        lists_(lists) {}

  Typed Check(const ast::Call& call, Span span);

 private:
  Typed CheckFunction(const ast::Call& call, Span span);
  Typed CheckCoalesce(const ast::Call& call, Span span);
  Typed CheckUntyped(const ast::Call& call, Span span);
  Typed CheckAnywhere(const ast::Call& call, Span span);
  void ReportUnknownFunction(const ast::Call& call, Span span);

  const ExprScope& scope_;
  Context& cx_;
  ExprMaker make_;
  Operands& operands_;
  PathChecker& paths_;
  ListChecker& lists_;
};

}  // namespace sigrun::sema
