// Finds the field values without which a rule cannot match. Private to network.
#pragma once

#include <optional>

#include "compiler/network/network.h"

namespace sigrun::net {

std::optional<Dispatch> FindDispatch(const ir::RuleSet& rules, const ir::Rule& rule);

}  // namespace sigrun::net
