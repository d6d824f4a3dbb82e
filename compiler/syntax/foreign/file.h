// Recognises text that begins like a file of another language.
#pragma once

#include "compiler/diag/diagnostic.h"
#include "compiler/syntax/lex/tokens.h"
#include "compiler/syntax/outline/outline.h"

namespace sigrun::syntax {

// Whether the section does; it was then reported.
bool ExplainForeignFile(const Tokens& tokens, Section section, diag::Sink& sink);

}  // namespace sigrun::syntax
