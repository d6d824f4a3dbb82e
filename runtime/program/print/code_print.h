// One unit as text, one line for each instruction. For this folder's use.
#pragma once

#include <string>

#include "runtime/program/program.h"

namespace sigrun::program {

// The slot as a dotted path.
std::string PathOf(const event::SlotSpec& slot);

// An atom without code: "s1 eq_text c0   ; userIdentity.type, string \"Root\"". The program must
// verify.
std::string AtomText(const Program& program, const Atom& atom);

// The text of a state cell: "bytes", "usual.median".
std::string CellText(const Stateful& stateful, const Cell& cell);

// The unit's instructions, indented, numbered from 0. `stateful` is the rule's, for state code;
// null for event code. The program must verify.
std::string PrintCode(const Program& program, const Unit& unit, const Stateful* stateful);

}  // namespace sigrun::program
