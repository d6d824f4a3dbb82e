// What one event contributes to one stateful rule: made by the executor, taken by the state.
#pragma once

#include <cstdint>
#include <span>

#include "base/value.h"

namespace sigrun::program {

struct Feed {
  uint32_t rule = 0;             // index in Program::rules
  uint64_t aggregates = 0;       // bit i: it feeds Stateful::aggregates[i]
  uint64_t first_seen = 0;       // bit i: it feeds Stateful::first_seen[i]
  std::span<const Value> group;  // one for each of Stateful::group
  std::span<const Value>
      arguments;  // those of the fed aggregates, then of the fed first_seen, in order
  std::span<const Value> captures;  // one for each of Stateful::captures
};

}  // namespace sigrun::program
