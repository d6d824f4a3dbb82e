// From the network to the program: the last step of the compiler.
#pragma once

#include "base/result.h"
#include "compiler/network/network.h"
#include "runtime/program/program.h"

namespace sigrun::codegen {

// Fails only where a rule set is beyond the limits of a program.
Result<program::Program> Emit(const net::Network& network);

}  // namespace sigrun::codegen
