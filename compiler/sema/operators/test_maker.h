// Makes tests of operands that are already checked: chooses the kernel by the types.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/source_map.h"
#include "compiler/ast/ast.h"
#include "compiler/ir/ir.h"
#include "compiler/sema/context/context.h"
#include "compiler/sema/context/expr_maker.h"
#include "compiler/sema/context/expr_scope.h"

namespace sigrun::sema {

// All answers are invalid after an error.
class TestMaker {
 public:
  explicit TestMaker(const ExprScope& scope) : scope_(scope), cx_(scope.cx), make_(scope.cx) {}

  // `op` may differ from that of the test as written: `contains any`, `==` for `!=`.
  ir::ExprId Make(const ast::Test& test, std::string_view op, std::vector<Typed> arguments,
                  Span span);
  // A test of two values.
  ir::ExprId Compare(const ast::Test& test, Typed left, Typed right, Span span);
  // A test with any or all of the items.
  ir::ExprId CompareEach(const ast::Test& test, Typed left, const std::vector<Typed>& items,
                         bool all, Span span);
  // Warns of repeated items, and of patterns among them.
  void WarnOfItems(const ast::Test& test, Typed left, const std::vector<Typed>& items);

 private:
  bool UnifyTimes(Typed& left, Typed& right);
  bool IsKnownField(Typed value) const;
  std::string AdviceOnTypes(const ast::Test& test, Typed left, Typed right) const;

  const ExprScope& scope_;
  Context& cx_;
  ExprMaker make_;
};

}  // namespace sigrun::sema
