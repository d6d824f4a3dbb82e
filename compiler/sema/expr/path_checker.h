// Paths: bindings and parameters of the rule, declarations, fields.
#pragma once

#include <cstddef>
#include <vector>

#include "base/source_map.h"
#include "compiler/ast/ast.h"
#include "compiler/ir/ir.h"
#include "compiler/sema/context/context.h"
#include "compiler/sema/context/expr_maker.h"
#include "compiler/sema/context/expr_scope.h"

namespace sigrun::sema {

// All answers are invalid after an error.
class PathChecker {
 public:
  explicit PathChecker(const ExprScope& scope) : scope_(scope), cx_(scope.cx), make_(scope.cx) {}

  Typed Check(const ast::Path& path, Span span);
  // The field as in the record, whether or not the schema has it.
  Typed CheckUntyped(const ast::Path& path, Span span);
  // The members of an object, beginning with that of the index `from`.
  Typed AddMembers(Typed object, const std::vector<ast::PathSegment>& members, size_t from,
                   Span span);

 private:
  bool HasIndex(const ast::Path& path);  // reports it if so
  Typed CheckDeclaration(const Declaration& declaration, Span span);
  Typed CheckField(const ast::Path& path, Span span);
  Typed AddField(const ast::Path& path, ir::Type type, Span span);
  void ReportUnknownField(const ast::Path& path, Span span);

  const ExprScope& scope_;
  Context& cx_;
  ExprMaker make_;
};

}  // namespace sigrun::sema
