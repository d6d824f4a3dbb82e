// Errors of single tokens: what is no token at all, and signs of other languages.
#pragma once

#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/syntax/brackets.h"
#include "compiler/syntax/tokens.h"

namespace sigrun::syntax {

// Reports them, at most one to a line, and returns the rest of each such line: what follows there
// was not read as its author meant it.
std::vector<Damage> CheckTokens(const Tokens& tokens, diag::Sink& sink);

}  // namespace sigrun::syntax
