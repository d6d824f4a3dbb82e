// Finds the field values without which a rule cannot match. Private to network.
#pragma once

#include <optional>

#include "compiler/network/network.h"

namespace sigrun::net {

// For each rule.
std::vector<std::optional<Dispatch>> FindDispatches(const ir::RuleSet& rules);

}  // namespace sigrun::net
