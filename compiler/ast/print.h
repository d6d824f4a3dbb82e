// The syntax tree as text: an indented s-expression, stable, for goldens and for people.
#pragma once

#include <string>

#include "compiler/ast/ast.h"

namespace sigrun::ast {

// One form for each declaration, in the order written; an expression on one line where it is
// short. Spans are left out.
std::string Print(const File& file);
std::string Print(const File& file, ExprId expr);

}  // namespace sigrun::ast
