// What a Sigma document says about itself: its validity, and the rule's meta block. Private to
// sigma.
#pragma once

#include "compiler/sigma/document.h"

namespace sigrun::sigma {

// Fills in rule.meta and the fields of its alert's list. What is wrong with metadata is a warning:
// it does not keep a rule from finding anything.
void ReadMetadata(const yaml::Tree& tree, const Document& document, ast::Rule& rule,
                  diag::Sink& sink);

}  // namespace sigrun::sigma
