// The log source of a document, and what follows from it: which events a rule reads, and the names
// of its fields there.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/sigma/config/config.h"
#include "compiler/sigma/config/fields.h"
#include "compiler/sigma/documents/documents.h"

namespace sigrun::sigma {

// Skips what is wrong: CheckLogSource reports it.
LogSource ReadLogSource(const Documents& documents, const Document& document);

// The route of its pack that applies.
Route RouteOf(const Documents& documents, const Document& document);

Fields FieldsOf(const Documents& documents, const Document& document, diag::Sink& sink);

}  // namespace sigrun::sigma
