// The alert of a rule: the `fields` that an analyst wants to see, and whether it is repeated.
#pragma once

#include "compiler/sigma/base/draft.h"
#include "compiler/sigma/config/fields.h"
#include "compiler/sigma/documents/documents.h"

namespace sigrun::sigma {

// The rule's windows and sequences must be complete.
void AddAlertFields(const Documents& documents, const Document& document, Fields& fields,
                    Draft& draft);

}  // namespace sigrun::sigma
