// Verification of one unit: operands are in range, and registers are written before they are read
// on every path. Private to this folder.
#pragma once

#include <optional>
#include <string>

#include "runtime/program/program.h"
#include "runtime/program/units.h"

namespace sigrun::program {

// Why something is rejected; none if it is well formed.
using Complaint = std::optional<std::string>;

// The unit must lie within Program::code.
Complaint CheckUnit(const Program& program, const Unit& unit, const UnitRole& role);

}  // namespace sigrun::program
