// Recognises what authors who know another rule language write: reports the location and the form
// in this language. Checked before a failure of the parser is reported in general terms.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/syntax/lex/run.h"
#include "compiler/syntax/lex/tokens.h"
#include "compiler/syntax/outline/outline.h"

namespace sigrun::syntax {

// Whether the failure is one of them; it was then reported. `item`: it was an item of a rule other
// than metadata.
bool ExplainForeignForm(const Tokens& tokens, const Failure& failure, Section section, bool item,
                        diag::Sink& sink);

}  // namespace sigrun::syntax
