// One feed that is being applied to the state of its rule.
#pragma once

#include <cstdint>

#include "runtime/program/feed.h"
#include "runtime/state/rule/firing.h"
#include "runtime/state/rule/rule_state.h"
#include "runtime/state/rule/selection.h"

namespace sigrun::state {

struct Feeding {
  RuleState& rule;
  const Occurrence& occurrence;
  const program::Feed& feed;
  const Selection& selected;
  int64_t time;              // of the event, or of a newer one that came before it
  uint64_t first_sightings;  // bit i: the event is the first of Stateful::first_seen[i]
};

}  // namespace sigrun::state
