// Checks the metadata of a Sigma document, and makes the meta block of the rule. Private to sigma.
#pragma once

#include "compiler/sigma/document.h"

namespace sigrun::sigma {

// Fills in rule.meta and the fields of its alert's list. Wrong metadata is a warning: it does not
// prevent a rule from finding anything.
void ReadMetadata(const yaml::Tree& tree, const Document& document, ast::Rule& rule,
                  diag::Sink& sink);

}  // namespace sigrun::sigma
