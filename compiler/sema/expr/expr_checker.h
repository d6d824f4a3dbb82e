// Types expressions.
#pragma once

#include <cstdint>
#include <vector>

#include "base/source_map.h"
#include "compiler/ast/ast.h"
#include "compiler/ir/ir.h"
#include "compiler/sema/context/context.h"
#include "compiler/sema/context/expr_maker.h"
#include "compiler/sema/context/expr_scope.h"
#include "compiler/sema/context/operands.h"
#include "compiler/sema/context/rule_names.h"
#include "compiler/sema/expr/call_checker.h"
#include "compiler/sema/expr/path_checker.h"
#include "compiler/sema/operators/list_checker.h"
#include "compiler/sema/operators/test_checker.h"
#include "stdlib/schema/schema.h"

namespace sigrun::sema {

// Its own part are the constructs that need neither a name nor the catalogue: literals, logic,
// arithmetic, presence, `if`. All answers are invalid after an error.
class ExprChecker final : private Operands {
 public:
  // `rule` may be null. `file` contains the expressions to check; by default, that of the module.
  ExprChecker(Context& context, uint32_t module, const stdlib::Schema& schema, RuleNames* rule,
              const ast::File* file = nullptr);
  ExprChecker(const ExprChecker&) = delete;
  ExprChecker& operator=(const ExprChecker&) = delete;

  // In its natural form: a predicate or a value.
  Typed Check(ast::ExprId expr);
  // As a predicate: a bool value is turned into one.
  ir::ExprId CheckPredicate(ast::ExprId expr);
  Typed CheckValue(ast::ExprId expr) override;
  // A constant or parameter of type duration.
  ir::ExprId CheckDuration(ast::ExprId expr);
  // `high`, or `if … then high else critical`: an integer.
  ir::ExprId CheckLevel(ast::ExprId expr);

 private:
  Typed CheckNode(const ast::Literal& literal, Span span);
  Typed CheckNode(const ast::Negate& negate, Span span);
  Typed CheckNode(const ast::Arithmetic& arithmetic, Span span);
  Typed CheckNode(const ast::And& node, Span span);
  Typed CheckNode(const ast::Or& node, Span span);
  Typed CheckNode(const ast::Not& node, Span span);
  Typed CheckNode(const ast::If& node, Span span);
  Typed CheckNode(const ast::Presence& node, Span span);
  Typed CheckNode(const ast::ListLiteral& node, Span span);
  Typed CheckNode(const ast::Path& path, Span span) { return paths_.Check(path, span); }
  Typed CheckNode(const ast::Quantified& node, Span span);
  Typed CheckNode(const ast::Call& call, Span span) { return calls_.Check(call, span); }
  Typed CheckNode(const ast::Test& test, Span span) { return tests_.Check(test, span); }
  std::vector<ir::ExprId> CheckPredicates(const std::vector<ast::ExprId>& exprs);

  const ExprScope scope_;
  Context& cx_;
  ExprMaker make_;
  ListChecker lists_;
  PathChecker paths_;
  CallChecker calls_;
  TestChecker tests_;
};

}  // namespace sigrun::sema
