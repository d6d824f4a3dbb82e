// Verification of the tables. Private to this folder.
#pragma once

#include <string_view>

#include "runtime/program/verify/unit_check.h"

namespace sigrun::program {

// Sizes, slots, constants (including whether prepared ones can be prepared), parameters. Must be
// called first.
Complaint CheckTables(const Program& program);

// Every instruction belongs to exactly one unit. After CheckTables.
Complaint CheckLayout(const Program& program);

// Atoms, values and rules do not contain themselves and do not nest too deeply, and a rule refers
// only to rules before it. All units must have been checked.
Complaint CheckReferences(const Program& program);

// Everything in the rule except its code. After CheckTables.
Complaint CheckRule(const Program& program, const Rule& rule);

// The time is in the supported range of years.
Complaint CheckTime(Timestamp time);

// "5 rules; the limit is 4"
Complaint CheckCount(std::string_view what, size_t count, size_t limit);

}  // namespace sigrun::program
