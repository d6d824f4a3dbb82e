// How a part of the expression checker checks the expressions inside its own.
#pragma once

#include "compiler/ast/ast.h"
#include "compiler/sema/context/context.h"

namespace sigrun::sema {

class Operands {
 public:
  virtual ~Operands() = default;
  // As a value: a predicate is turned into one. Invalid after an error.
  virtual Typed CheckValue(ast::ExprId expr) = 0;
};

}  // namespace sigrun::sema
