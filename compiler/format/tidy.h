// Simplifies a syntax tree that was translated from another language.
#pragma once

#include "compiler/ast/ast.h"

namespace sigrun::format {

// Removes double negations and moves the negation of a test into its operator. Equivalent.
void Tidy(ast::File& file);

}  // namespace sigrun::format
