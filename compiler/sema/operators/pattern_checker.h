// `like` and `matches`: patterns are constant, so that they are prepared and checked by the
// compiler.
#pragma once

#include <string>
#include <vector>

#include "base/source_map.h"
#include "compiler/ast/ast.h"
#include "compiler/ir/ir.h"
#include "compiler/sema/context/context.h"
#include "compiler/sema/context/expr_maker.h"
#include "compiler/sema/context/expr_scope.h"
#include "compiler/sema/operators/list_checker.h"
#include "compiler/sema/operators/test_maker.h"
#include "stdlib/prepared.h"

namespace sigrun::sema {

// All answers are invalid after an error.
class PatternChecker {
 public:
  PatternChecker(const ExprScope& scope, ListChecker& lists, TestMaker& tests)
      : scope_(scope), cx_(scope.cx), make_(scope.cx), lists_(lists), tests_(tests) {}

  static bool Takes(const ast::Test& test) { return test.op == "like" || test.op == "matches"; }

  // like "Get*"
  ir::ExprId CheckOne(const ast::Test& test, Typed left, Span span);
  // like any ["Get*", "List*"]
  ir::ExprId CheckList(const ast::Test& test, Typed left, const ast::ListLiteral& list, Span span);
  // like any getters
  ir::ExprId CheckTexts(const ast::Test& test, Typed left, const std::vector<std::string>& texts,
                        Span span);

 private:
  struct Pattern {
    stdlib::PreparedSpec spec;
    Span span;
  };
  bool AddPatterns(const ast::Test& test, ast::ExprId written, std::vector<Pattern>& out);
  bool AddPattern(stdlib::PreparedSpec spec, Span span, std::vector<Pattern>& out);
  ir::ExprId Make(const ast::Test& test, Typed left, std::vector<Pattern> patterns, bool all,
                  Span span);

  const ExprScope& scope_;
  Context& cx_;
  ExprMaker make_;
  ListChecker& lists_;
  TestMaker& tests_;
};

}  // namespace sigrun::sema
