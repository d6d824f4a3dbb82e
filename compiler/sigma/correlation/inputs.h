// The rules that correlations depend on.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/sigma/correlation/set.h"
#include "compiler/sigma/documents/documents.h"

namespace sigrun::sigma {

// Checks the types of fields and the kinds of rules, and reports problems in the terms of Sigma.
void CheckInputs(const CorrelationSet& correlations, Documents& documents, diag::Sink& sink);

// Rules that are only inputs of correlations raise no alerts of their own. After all rules are
// translated: a broken correlation does not silence its inputs.
void SilenceInputs(const CorrelationSet& correlations, Documents& documents);

}  // namespace sigrun::sigma
