// Equal expressions made one. Private to network.
#pragma once

#include "compiler/ir/ir.h"

namespace sigrun::net {

ir::RuleSet Share(const ir::RuleSet& rules);

}  // namespace sigrun::net
