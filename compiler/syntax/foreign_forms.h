// What authors who know another rule language write here: the place is named, and how it is said in
// this one. Asked before a failure of the parser is told in general words.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/syntax/outline.h"
#include "compiler/syntax/run.h"

namespace sigrun::syntax {

// Whether the failure is one of them; it has then been reported.
// `item`: it was an item of a rule, of which metadata is none.
bool ExplainForeignForm(const Tokens& tokens, const Failure& failure, Section section, bool item,
                        diag::Sink& sink);

// The same for a text that begins like a file of another language.
bool ExplainForeignFile(const Tokens& tokens, Section section, diag::Sink& sink);

}  // namespace sigrun::syntax
