// `in`: lists as written, named lists, networks, and lists inside the event.
#pragma once

#include <string>
#include <vector>

#include "base/source_map.h"
#include "compiler/ast/ast.h"
#include "compiler/ir/ir.h"
#include "compiler/sema/context/context.h"
#include "compiler/sema/context/expr_maker.h"
#include "compiler/sema/context/expr_scope.h"
#include "compiler/sema/context/operands.h"
#include "compiler/sema/operators/list_checker.h"
#include "compiler/sema/operators/test_maker.h"
#include "stdlib/prepared.h"

namespace sigrun::sema {

// All answers are invalid after an error.
class InChecker {
 public:
  InChecker(const ExprScope& scope, Operands& operands, ListChecker& lists, TestMaker& tests)
      : scope_(scope),
        cx_(scope.cx),
        make_(scope.cx),
        operands_(operands),
        lists_(lists),
        tests_(tests) {}

  ir::ExprId Check(const ast::Test& test, Typed left, Span span);

 private:
  ir::ExprId CheckTexts(const ast::Test& test, Typed left, const ListChecker::Texts& list,
                        Span span);
  ir::ExprId CheckLiteral(const ast::Test& test, Typed left, const ast::ListLiteral& list,
                          Span span);
  ir::ExprId CheckValue(const ast::Test& test, Typed left, Span span);
  // `element` is the type of the items.
  ir::ExprId MakeOfItems(const ast::Test& test, Typed left, const std::vector<std::string>& items,
                         ir::Type element, Span span);
  ir::ExprId MakeInSet(const ast::Test& test, Typed left, stdlib::PreparedSpec spec, Span span);
  // False if an item is clearly intended as a network but is invalid; reported.
  bool CheckNetworks(const ast::ListLiteral& list, const std::vector<Typed>& items);

  const ExprScope& scope_;
  Context& cx_;
  ExprMaker make_;
  Operands& operands_;
  ListChecker& lists_;
  TestMaker& tests_;
};

}  // namespace sigrun::sema
