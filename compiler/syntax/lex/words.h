// Token types, and their names in messages.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/syntax/lex/tokens.h"

namespace sigrun::syntax {

bool IsName(size_t type);      // can be a name
bool IsReserved(size_t type);  // a reserved word: never a name
bool IsLiteral(size_t type);
bool IsOpening(size_t type);  // ( [ {
bool IsClosing(size_t type);  // ) ] }
size_t Closing(size_t opening);
bool IsTestOperator(size_t type);
bool IsArithmetic(size_t type);
// Whether a value, test or declaration can end with this token.
bool EndsOperand(size_t type);
bool StartsOperand(size_t type);
// The first word of a declaration.
bool IsDeclarationWord(size_t type);

// "`==`", "a name", "a string": the name of an expected token type in a message.
std::string Expected(size_t type);
// "`a`, `b` or `c`" for a set of types; empty if there are too many to be useful.
std::string ExpectedOneOf(const std::vector<size_t>& types);
// The token itself, truncated, for "found …".
std::string Found(const Tokens& tokens, uint32_t index);
// Words in back ticks: "`a`, `b` or `c`".
std::string OneOf(const std::vector<std::string>& phrases);

}  // namespace sigrun::syntax
