// The verifier's view of one atom. For this folder's use.
#pragma once

#include "runtime/program/verify/unit_check.h"

namespace sigrun::program {

// Its code, if it has any, must lie within Program::code.
Complaint CheckAtom(const Program& program, const Atom& atom);

}  // namespace sigrun::program
