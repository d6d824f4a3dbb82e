// A program as text, for people and golden files: tables, then each rule with its code. The same
// program gives the same text. The program must verify.
#pragma once

#include <string>

#include "runtime/program/program.h"

namespace sigrun::program {

std::string Print(const Program& program);

}  // namespace sigrun::program
