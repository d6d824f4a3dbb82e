// What goes when the memory of all rules together is above its limit: first what has expired, then
// from whichever takes more, groups (the one fed longest ago first, over all rules) or first-seen
// memories (of the largest, what was seen longest ago). Down to fifteen sixteenths of the limit, so
// that it is not called again at once. The choice depends on nothing but the feeds.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "runtime/state/rule_state.h"

namespace sigrun::state {

struct MemoryUsage {
  size_t groups = 0;  // and their indices
  size_t first_seen = 0;
};

// Removes the rule's oldest group if it has expired; false when there was none such.
bool RemoveExpired(RuleState& rule, int64_t time, MemoryUsage& usage);

void Relieve(std::vector<std::unique_ptr<RuleState>>& rules, size_t limit, int64_t time,
             MemoryUsage& usage);

}  // namespace sigrun::state
