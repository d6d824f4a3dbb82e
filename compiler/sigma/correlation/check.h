// Checks that the parts of a correlation fit together.
#pragma once

#include "compiler/sigma/correlation/body.h"
#include "compiler/sigma/correlation/correlation.h"

namespace sigrun::sigma {

// Reports what its type does not have or lacks, comparisons that no number fulfils together, and
// those that every number fulfils.
void CheckCorrelation(const CorrelationBody& body, const Correlation& correlation);

}  // namespace sigrun::sigma
