// Matches brackets, even if some are missing. Declarations and their items are found by this.
#pragma once

#include <cstdint>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/syntax/lex/tokens.h"

namespace sigrun::syntax {

// Tokens [begin, end) in which an error was reported: further errors of the parser there would only
// repeat it.
struct Damage {
  uint32_t begin, end;
};

struct Brackets {
  // Open brackets around each token. A bracket counts as outside itself.
  std::vector<uint32_t> depth;
  std::vector<Damage> damage;
};

// `lexical`: where single tokens are already known to be wrong. A bracket that such a token may
// have swallowed is not reported.
Brackets MatchBrackets(const Tokens& tokens, const std::vector<Damage>& lexical, diag::Sink& sink);

bool Overlaps(const std::vector<Damage>& damage, uint32_t begin, uint32_t end);

}  // namespace sigrun::syntax
