// Frees memory when all rules together exceed the limit: first what has expired. Then each rule has
// an equal share; more may be borrowed as long as no rule needs it, and the rule furthest above its
// share drops state first: from whichever uses more of its memory, groups (the one fed longest ago
// first) or first-seen memories (of the largest, what was seen longest ago). A rule below its share
// loses nothing, so nobody can evict the state of one rule with keys invented for another.
//
// Frees down to fifteen sixteenths of the limit, which is what the shares divide, so that it is not
// called again at once. The choice depends only on the feeds.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "runtime/state/rule/rule_state.h"

namespace sigrun::state {

using RuleStates = std::vector<std::unique_ptr<RuleState>>;  // null where a rule has no state

// Removes the rule's oldest group if it has expired; false if it has not.
bool RemoveExpired(RuleState& rule, int64_t time);

size_t MemoryOf(const RuleStates& rules);
void Relieve(RuleStates& rules, size_t limit, int64_t time);

}  // namespace sigrun::state
