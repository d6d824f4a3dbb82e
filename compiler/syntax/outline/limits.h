// The limits of the compiler, checked before anything recursive runs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "compiler/diag/diagnostic.h"
#include "compiler/syntax/lex/tokens.h"
#include "compiler/syntax/outline/outline.h"

namespace sigrun::syntax {

inline constexpr size_t kMaxFileBytes = 16 << 20;
// Nesting of brackets, `not`, `-` and `if` around one value.
inline constexpr uint32_t kMaxNesting = 128;
// Operands in one chain of + - * / %.
inline constexpr uint32_t kMaxChain = 1000;

// Keys of one path. The grammar takes quadratic time in them.
inline constexpr uint32_t kMaxPathKeys = 256;

// Whether the text is small enough and UTF-8; reports it if not.
bool CheckText(std::string_view text, SourceId source, diag::Sink& sink);

// Tokens in one declaration.
inline constexpr uint32_t kMaxTokens = 500'000;

struct Excess {
  uint32_t token;
  std::string message;
  std::string help;
};
// The first position at which the tokens of a section exceed a limit, if any.
std::optional<Excess> FindExcess(const Tokens& tokens, Section section);

}  // namespace sigrun::syntax
