// Translates a correlation to a rule whose inputs are other rules.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/sigma/correlation/correlation.h"
#include "compiler/sigma/correlation/set.h"
#include "compiler/sigma/documents/documents.h"
#include "compiler/sigma/documents/references.h"

namespace sigrun::sigma {

// Adds the rule to the file of the correlation's document. After an error, and if an input is
// broken, the document is marked as broken. `read` is one of `correlations`.
void TranslateCorrelation(const Correlation& read, const CorrelationSet& correlations,
                          References& references, Documents& documents, diag::Sink& sink);

}  // namespace sigrun::sigma
