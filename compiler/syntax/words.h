// Kinds of tokens, and how a message names them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/syntax/tokens.h"

namespace sigrun::syntax {

bool IsName(size_t type);      // may stand for a name
bool IsReserved(size_t type);  // an operator's or literal's word: never a name
bool IsLiteral(size_t type);
bool IsOpening(size_t type);  // ( [ {
bool IsClosing(size_t type);  // ) ] }
size_t Closing(size_t opening);
bool IsTestOperator(size_t type);
bool IsArithmetic(size_t type);
// A value, test or declaration may end with this token; else more of it must follow.
bool EndsOperand(size_t type);
bool StartsOperand(size_t type);
// The first word of a declaration.
bool IsDeclarationWord(size_t type);

// "`==`", "a name", "a string": what a message says for a kind of token that was expected.
std::string Expected(size_t type);
// "`a`, `b` or `c`" for a set of kinds; empty when there are too many to be of use.
std::string ExpectedOneOf(const std::vector<size_t>& types);
// The token itself, shortened, for "found …".
std::string Found(const Tokens& tokens, uint32_t index);
// Words in back ticks: "`a`, `b` or `c`".
std::string OneOf(const std::vector<std::string>& phrases);

}  // namespace sigrun::syntax
