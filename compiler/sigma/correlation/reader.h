// Reads the `correlation` part of a document.
#pragma once

#include <cstddef>
#include <optional>

#include "compiler/diag/diagnostic.h"
#include "compiler/sigma/correlation/correlation.h"
#include "compiler/sigma/documents/documents.h"
#include "compiler/sigma/documents/references.h"

namespace sigrun::sigma {

// Nullopt after an error, which has been reported. `document` is an index.
std::optional<Correlation> ReadCorrelation(size_t document, const Documents& documents,
                                           References& references, diag::Sink& sink);

}  // namespace sigrun::sigma
