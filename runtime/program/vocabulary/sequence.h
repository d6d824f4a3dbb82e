// One of the ways in which a sequence can be complete.
#pragma once

#include <cstdint>

namespace sigrun::program {

// The window holds events for each step that is not negated; one after the other in the order of
// the steps, unless in any order. See docs/semantics.md for what negated ones mean.
struct SequenceAlternative {
  bool any_order = false;
  uint32_t at_least = 0;  // so many of the steps that are not negated; 0: all
  uint32_t steps = 0;     // how many of Sequence::steps, behind those of the alternative before
};

// In how many ways `chosen` of `count` can be chosen; 0 stands for all. Saturates.
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
