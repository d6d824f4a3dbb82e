// What the compiler takes at most, checked before anything recursive runs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "compiler/diag/diagnostic.h"
#include "compiler/syntax/outline.h"
#include "compiler/syntax/tokens.h"

namespace sigrun::syntax {

inline constexpr size_t kMaxFileBytes = 16 << 20;
// Brackets, `not`, `-` and `if` around one value.
inline constexpr uint32_t kMaxNesting = 128;
// Operands of + - * / % that group into one another.
inline constexpr uint32_t kMaxChain = 1000;

// Keys of one path. The grammar takes time in the square of them.
inline constexpr uint32_t kMaxPathKeys = 256;

// Small enough, and UTF-8. False once the sink has been told why not.
bool CheckText(std::string_view text, SourceId source, diag::Sink& sink);

// Words and signs in one declaration.
inline constexpr uint32_t kMaxTokens = 500'000;

struct Excess {
  uint32_t token;
  std::string message;
  std::string help;
};
// Where the tokens of a section pass a limit, if they do.
std::optional<Excess> FindExcess(const Tokens& tokens, Section section);

}  // namespace sigrun::syntax
