// Warns of invisible characters in the detection: keys, conditions, values. Metadata is for people
// and is not checked.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/sigma/documents/documents.h"

namespace sigrun::sigma {

void CheckCharacters(const Documents& documents, diag::Sink& sink);

}  // namespace sigrun::sigma
