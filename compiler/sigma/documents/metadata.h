// Checks the metadata of a Sigma document, and makes the meta block of the rule.
#pragma once

#include "compiler/ast/ast.h"
#include "compiler/diag/diagnostic.h"
#include "compiler/sigma/documents/document.h"
#include "compiler/yaml/yaml.h"

namespace sigrun::sigma {

// Fills in rule.meta. Wrong metadata is a warning: it does not
// prevent a rule from finding anything.
void ReadMetadata(const yaml::Tree& tree, const Document& document, ast::Rule& rule,
                  diag::Sink& sink);

}  // namespace sigrun::sigma
