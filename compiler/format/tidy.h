// A syntax tree as a person would say it, where it was made from another language.
#pragma once

#include "compiler/ast/ast.h"

namespace sigrun::format {

// Negations: none twice, and those of a test in its operator. Means the same.
void Tidy(ast::File& file);

}  // namespace sigrun::format
