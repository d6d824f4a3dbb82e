// A sequence made ready for matching: each way to take its steps, repetitions written out.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/program/program.h"

namespace sigrun::state {

struct SequencePath {
  std::vector<uint8_t> steps;  // indices in Sequence::steps
  // Bit i of forbidden[k]: step i must not come between the events of steps[k] and steps[k + 1].
  std::vector<uint64_t> forbidden;
};

struct SequencePlan {
  bool any_order = false;
  std::vector<SequencePath> paths;  // one of them is enough; none is empty
  uint32_t longest = 0;             // of the paths
  uint64_t positive = 0;            // bits of the steps that happen
  // Bits of the steps that must not come afterwards; in a sequence of any order, not at all. With
  // any, the rule waits for a deadline before it fires.
  uint64_t absent = 0;
  bool waits() const { return absent != 0; }
};

// `sequence` must have been verified.
SequencePlan MakeSequencePlan(const program::Sequence& sequence);

}  // namespace sigrun::state
