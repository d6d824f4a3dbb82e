// The verifier's view of one unit: operands in range and registers written before they are read on
// every path. For this folder's use.
#pragma once

#include <optional>
#include <string>

#include "runtime/program/program.h"
#include "runtime/program/units.h"

namespace sigrun::program {

// Why something is refused; none when it is well formed.
using Complaint = std::optional<std::string>;

// The unit must lie within Program::code.
Complaint CheckUnit(const Program& program, const Unit& unit, const UnitRole& role);

}  // namespace sigrun::program
