// Lists: as written, by name, and computed from constant text.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/source_map.h"
#include "compiler/ast/ast.h"
#include "compiler/ir/ir.h"
#include "compiler/sema/context/constant_text.h"
#include "compiler/sema/context/context.h"
#include "compiler/sema/context/expr_maker.h"
#include "compiler/sema/context/expr_scope.h"
#include "compiler/sema/context/operands.h"
#include "stdlib/type.h"

namespace sigrun::sema {

class ListChecker {
 public:
  ListChecker(const ExprScope& scope, Operands& operands)
      : scope_(scope), cx_(scope.cx), make_(scope.cx), operands_(operands) {}

  // The result of a function of constant text; nullopt after an error.
  std::optional<ConstantTexts> Compute(const ast::Call& call, Span span);
  // The same as a value. Several strings are a list, which is not a value.
  Typed ComputeOne(const ast::Call& call, Span span);

  // The items of `[…]` as values, several for a call that gives several strings; invalid ones after
  // errors.
  std::vector<Typed> CheckItems(const ast::ListLiteral& list);

  // The strings of a list given by a name or a call.
  struct Texts {
    bool is_list = false;                           // it is a list
    std::optional<std::vector<std::string>> texts;  // nothing after an error
    ir::Type element = stdlib::kString;
    bool declared_text = false;  // `list name: string`
  };
  Texts TextsOf(ast::ExprId expr);

 private:
  // The list that an expression names, if any.
  const Declaration* Named(ast::ExprId expr);

  const ExprScope& scope_;
  Context& cx_;
  ExprMaker make_;
  Operands& operands_;
};

}  // namespace sigrun::sema
