// Words by which other languages call what ours calls otherwise.
#pragma once

#include <string>
#include <string_view>

namespace sigrun::syntax {

// In small letters.
std::string LowerWord(std::string_view word);

// Our operator for one of theirs, or for one of ours in capitals; empty when it is neither.
std::string_view WordFor(std::string_view written);

// The unit of a quantity that is written out: `m` for `minutes`.
std::string_view UnitFor(std::string_view written);

// Our function for a method of theirs: `lower` for `toLowerCase`.
std::string_view FunctionFor(std::string_view written);

// The item of a rule that a word of theirs begins: the word that replaces it, and how it is shown.
struct ForeignItem {
  std::string_view word, ours;
};
ForeignItem ItemFor(std::string_view written);

// The declaration that a word of theirs begins.
std::string_view DeclarationFor(std::string_view written);

bool IsMetaKey(std::string_view word);

}  // namespace sigrun::syntax
