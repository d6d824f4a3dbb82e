// Emits the program from the network: the last step of the compiler.
#pragma once

#include "base/result.h"
#include "compiler/network/network.h"
#include "runtime/program/program.h"

namespace sigrun::codegen {

// Fails only if a rule set exceeds the limits of a program.
Result<program::Program> Emit(const net::Network& network);

}  // namespace sigrun::codegen
