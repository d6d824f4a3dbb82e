// A program as text, for people and golden files.
#pragma once

#include <string>

#include "runtime/program/program.h"

namespace sigrun::program {

std::string Print(const Program& program);

}  // namespace sigrun::program
