// Checks the log source of a document.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/sigma/documents/documents.h"

namespace sigrun::sigma {

// Reports what is wrong with it, and warns of one that is similar to a known one: one of the
// language's, or one of the pack's.
void CheckLogSource(const Documents& documents, const Document& document, diag::Sink& sink);

}  // namespace sigrun::sigma
