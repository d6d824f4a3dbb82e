// Reads the `aliases` of a correlation.
#pragma once

#include "compiler/sigma/base/yaml_view.h"
#include "compiler/sigma/correlation/body.h"
#include "compiler/sigma/correlation/correlation.h"

namespace sigrun::sigma {

// After everything else: warns of aliases that nothing uses.
void ReadAliases(const CorrelationBody& body, NodeId aliases, Correlation& made);

}  // namespace sigrun::sigma
