// Constants as text: quoted and escaped, so that different constants print differently.
#pragma once

#include <string>

#include "runtime/program/vocabulary/constant.h"

namespace sigrun::ir {

std::string PrintConstant(const program::Constant& constant);

}  // namespace sigrun::ir
