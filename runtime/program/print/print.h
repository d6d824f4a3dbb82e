// Prints a program, for people and golden files: tables, then each rule with its code. The output
// depends only on the program. The program must verify.
#pragma once

#include <string>

#include "runtime/program/program.h"

namespace sigrun::program {

std::string Print(const Program& program);

}  // namespace sigrun::program
