// What happened to the state of one rule in this run.
#pragma once

#include <cstdint>

namespace sigrun::state {

struct RuleStateStats {
  uint64_t feeds = 0;
  uint64_t firings = 0;
  uint64_t groups = 0;           // alive now
  uint64_t groups_evicted = 0;   // given up for memory: their windows start anew
  uint64_t distinct_capped = 0;  // times a distinct count was a lower bound
  uint64_t learning = 0;         // first sightings not reported because the rule was still learning
  uint64_t first_seen_evicted = 0;  // tuples forgotten for memory: they would be first again
  uint64_t undecided = 0;           // whole matches whose deadline is still to come
  uint64_t undecided_dropped = 0;   // of those, given up because too many of one group waited
  uint64_t ungrouped = 0;           // events left out because a value of the group was absent
  uint64_t late = 0;  // feeds older than one before: taken as of the time of the newest
};

}  // namespace sigrun::state
