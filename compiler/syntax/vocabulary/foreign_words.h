// Words of other languages, and our words for them.
#pragma once

#include <string>
#include <string_view>

namespace sigrun::syntax {

// Our operator for one of theirs, or for one of ours in upper case; empty if it is neither.
std::string_view WordFor(std::string_view written);

// The unit for a spelled-out one: `m` for `minutes`.
std::string_view UnitFor(std::string_view written);

// Our function for a method of theirs: `lower` for `toLowerCase`.
std::string_view FunctionFor(std::string_view written);

// The item for the first word of one of theirs: the word that replaces it, and how it is shown.
struct ForeignItem {
  std::string_view word, ours;
};
ForeignItem ItemFor(std::string_view written);

// The declaration for the first word of one of theirs.
std::string_view DeclarationFor(std::string_view written);

bool IsMetaKey(std::string_view word);

}  // namespace sigrun::syntax
