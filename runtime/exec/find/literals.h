// What a text must have for a test of it against a constant to hold. Private to find.
#pragma once

#include <optional>
#include <vector>

#include "runtime/program/program.h"
#include "stdlib/native/match/literal_index.h"

namespace sigrun::exec {

// The test holds only for a text that has one of these, both folded; if `sure`, for every such
// text.
struct AtomLiterals {
  std::vector<stdlib::native::Literal> any;  // not empty
  bool sure = false;
};

// None if the test is not of this kind, or has too many literals.
std::optional<AtomLiterals> LiteralsOf(const program::Program& program, const program::Atom& atom);

}  // namespace sigrun::exec
