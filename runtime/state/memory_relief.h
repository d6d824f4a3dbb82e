// What goes when the memory of all rules together is above its limit: first what has expired. Then
// each rule has an equal share of the memory; more may be borrowed as long as nobody needs it, and
// the rule furthest above its share gives first: from whichever takes more of its memory, groups
// (the one fed longest ago first) or first-seen memories (of the largest, what was seen longest
// ago). A rule below its share loses nothing, so that nobody can drive out the state of one rule
// with keys invented for another.
//
// Down to fifteen sixteenths of the limit, of which the shares are made, so that it is not called
// again at once. The choice depends on nothing but the feeds.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "runtime/state/rule_state.h"

namespace sigrun::state {

using RuleStates = std::vector<std::unique_ptr<RuleState>>;  // null where a rule has no state

// Removes the rule's oldest group if it has expired; false when there was none such.
bool RemoveExpired(RuleState& rule, int64_t time);

size_t MemoryOf(const RuleStates& rules);
void Relieve(RuleStates& rules, size_t limit, int64_t time);

}  // namespace sigrun::state
