// The syntax tree as text: an indented s-expression, stable, for goldens and for people.
#pragma once

#include <string>

#include "compiler/ast/ast.h"

namespace sigrun::ast {

// One form per declaration, in source order; a short expression on one line. Spans are omitted.
std::string Print(const File& file);
std::string Print(const File& file, ExprId expr);

}  // namespace sigrun::ast
