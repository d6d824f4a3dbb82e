// Errors in single tokens: invalid characters, and operators of other languages.
#pragma once

#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/syntax/lex/tokens.h"
#include "compiler/syntax/outline/brackets.h"

namespace sigrun::syntax {

// Reports them, at most one per line, and returns the rest of each such line: what follows there
// was not read as intended.
std::vector<Damage> CheckTokens(const Tokens& tokens, diag::Sink& sink);

}  // namespace sigrun::syntax
