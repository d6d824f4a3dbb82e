// Translates a detection rule: its selections become bindings, its condition becomes the condition
// of the rule.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/sigma/documents/documents.h"

namespace sigrun::sigma {

// Adds the rule to the file of the document. After an error, the document is marked as broken.
void TranslateRule(Document& document, Documents& documents, diag::Sink& sink);

}  // namespace sigrun::sigma
