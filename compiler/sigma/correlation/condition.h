// Reads the `condition` of a correlation: comparisons, or a condition over rules.
#pragma once

#include "compiler/sigma/base/yaml_view.h"
#include "compiler/sigma/correlation/body.h"
#include "compiler/sigma/correlation/correlation.h"

namespace sigrun::sigma {

// After the type and the rules: rules that only the condition names become inputs too.
void ReadCorrelationCondition(const CorrelationBody& body, NodeId condition, Correlation& made);

}  // namespace sigrun::sigma
