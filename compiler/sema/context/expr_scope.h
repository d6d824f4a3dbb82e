// Where an expression is: the parts of the expression checker share it.
#pragma once

#include <cstdint>
#include <string>

#include "base/source_map.h"
#include "compiler/ast/ast.h"
#include "compiler/sema/context/context.h"
#include "compiler/sema/context/rule_names.h"
#include "stdlib/schema/schema.h"

namespace sigrun::sema {

struct ExprScope {
  Context& cx;
  uint32_t module;
  const stdlib::Schema& schema;
  RuleNames* rule;        // null outside a rule
  const ast::File& file;  // contains the expression

  const ast::Expr& ast(ast::ExprId id) const { return file.exprs[id]; }
  std::string TextOf(Span span) const { return std::string(cx.sources.Text(span)); }
};

}  // namespace sigrun::sema
