// What the steps of one rule's translation share.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/sigma/base/draft.h"
#include "compiler/sigma/config/fields.h"
#include "compiler/sigma/documents/documents.h"

namespace sigrun::sigma {

struct RuleScope {
  const Documents& documents;
  const Document& document;
  Fields fields;
  Draft draft;
  diag::Sink& sink;
};

}  // namespace sigrun::sigma
