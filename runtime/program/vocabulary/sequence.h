// One of the ways to complete a sequence.
#pragma once

#include <cstdint>

namespace sigrun::program {

// The window contains events for each step that is not negated, in the order of the steps unless
// the order is arbitrary. For negated steps see docs/reference/semantics.md.
struct SequenceAlternative {
  bool any_order = false;
  uint32_t at_least = 0;  // how many of the steps that are not negated; 0: all
  uint32_t steps = 0;     // how many of Sequence::steps, after those of the previous alternative
};

// The number of ways to choose `chosen` of `count`; 0 means all. Saturates.
constexpr uint64_t Choices(uint64_t count, uint64_t chosen) {
  if (chosen == 0 || chosen >= count) return 1;
  uint64_t ways = 1;
  for (uint64_t i = 1; i <= chosen; ++i) {
    if (ways > UINT64_MAX / count) return UINT64_MAX;
    ways = ways * (count - chosen + i) / i;
  }
  return ways;
}

}  // namespace sigrun::program
