// Translates a filter to an exception of every rule that it applies to: (rule) and (filter) is the
// rule, except where the filter's condition does not hold.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/sigma/documents/documents.h"
#include "compiler/sigma/documents/references.h"

namespace sigrun::sigma {

// Adds the exceptions to the file of the filter. After an error, the filter is marked as broken.
void TranslateFilter(Document& filter, Documents& documents, References& references,
                     diag::Sink& sink);

}  // namespace sigrun::sigma
