// The verifier's view of the tables. For this folder's use.
#pragma once

#include <string_view>

#include "runtime/program/verify/unit_check.h"

namespace sigrun::program {

// Sizes, slots, constants (prepared ones can be prepared), parameters. First of all.
Complaint CheckTables(const Program& program);

// Every instruction belongs to exactly one unit. After CheckTables.
Complaint CheckLayout(const Program& program);

// Atoms, values and rules do not contain themselves, nor nest too deep, and no rule asks one that
// does not stand before it. All units must have been checked.
Complaint CheckReferences(const Program& program);

// All of the rule but its code. After CheckTables.
Complaint CheckRule(const Program& program, const Rule& rule);

// The time is in the years that rules know.
Complaint CheckTime(Timestamp time);

// "5 rules; the limit is 4"
Complaint CheckCount(std::string_view what, size_t count, size_t limit);

}  // namespace sigrun::program
