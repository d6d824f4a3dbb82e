// The rule that is being checked: the parts of the rule checker share it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string_view>

#include "base/source_map.h"
#include "compiler/ast/ast.h"
#include "compiler/ir/ir.h"
#include "compiler/sema/context/context.h"
#include "runtime/program/vocabulary/cell.h"
#include "stdlib/schema/schema.h"

namespace sigrun::sema {

struct RuleScope {
  RuleScope(Context& context, uint32_t of_module, const ast::Rule& rule)
      : cx(context), module(of_module), written(rule), schema(&context.DefaultSource().schema) {}

  const ast::Expr& ast(ast::ExprId id) const { return cx.modules.modules[module].file.exprs[id]; }
  // Makes the rule stateful.
  ir::Stateful& state();
  // The value of a state cell, which is made on its first use.
  Typed AddCell(program::CellKind kind, uint32_t index, ir::Type type, Span span);
  // Reports a number above the limit, once for each kind: `what` describes it in the message.
  bool Fits(size_t count, size_t most, std::string_view what, Span span);

  Context& cx;
  const uint32_t module;
  const ast::Rule& written;
  const stdlib::Schema* schema;  // of the log source; of the default one until `on` is checked
  ir::Rule made;

 private:
  std::set<std::string_view> too_many_;  // kinds already reported
};

}  // namespace sigrun::sema
