// What can be chosen about a run.
#pragma once

#include "base/event_time.h"
#include "runtime/event/event.h"
#include "runtime/state/keyed_state.h"

namespace sigrun::engine {

struct Options {
  // Events of one file may be out of order by this much; later ones are counted as late:
  // single-event rules see them, stateful rules do not.
  Duration lateness = Minutes(15);
  bool any_source = false;  // evaluate every rule whatever its log source
  bool deduplicate = true;  // an eventID counts once
  event::Limits event_limits;
  state::Limits state_limits;
  size_t dedup_memory = size_t{128} << 20;
  size_t reorder_memory = size_t{64} << 20;
};

}  // namespace sigrun::engine
