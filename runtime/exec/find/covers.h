// By which predicates a rule can be found. Private to find.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "runtime/program/program.h"

namespace sigrun::exec {

// Atoms of which one must hold for the rule to match (or to be fed).
using Cover = std::vector<uint32_t>;  // in order, each once

// For each rule the cover of the least weight; an empty one if it has none. `weights` are those of
// the atoms, at least 0: how often they are expected to hold; infinite for one that must not be
// part of a cover. The program must have been verified.
std::vector<Cover> FindCovers(const program::Program& program, std::span<const double> weights);

}  // namespace sigrun::exec
