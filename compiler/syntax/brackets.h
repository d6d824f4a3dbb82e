// Which bracket closes which, also where some are missing: the ground on which declarations and
// their items are told apart.
#pragma once

#include <cstdint>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/syntax/tokens.h"

namespace sigrun::syntax {

// Tokens [begin, end) in which an error has been reported: what the parser finds there as well
// would be its echo.
struct Damage {
  uint32_t begin, end;
};

struct Brackets {
  // Open brackets around each token. A bracket counts as outside itself.
  std::vector<uint32_t> depth;
  std::vector<Damage> damage;
};

// `lexical` is where single tokens are already known to be wrong: a bracket that such a token may
// have swallowed is not reported.
Brackets MatchBrackets(const Tokens& tokens, const std::vector<Damage>& lexical, diag::Sink& sink);

bool Overlaps(const std::vector<Damage>& damage, uint32_t begin, uint32_t end);

}  // namespace sigrun::syntax
