// A sequence prepared for matching.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "runtime/program/fwd.h"

namespace sigrun::state {

// One way of taking the steps of an alternative in order, with repetitions expanded.
struct SequencePath {
  std::vector<uint8_t> steps;  // indices in Sequence::steps
  // Bit i of forbidden[k]: step i must not come between the events of steps[k] and steps[k + 1].
  std::vector<uint64_t> forbidden;
};

// Steps that can be taken in any order, each by its number of events.
struct SequenceCount {
  uint8_t step = 0;  // index in Sequence::steps
  uint32_t events = 1;
};

struct AlternativePlan {
  bool any_order = false;
  std::vector<SequencePath> paths;    // in order: one of them is enough; none is empty
  uint32_t longest = 0;               // of the paths
  std::vector<SequenceCount> counts;  // in any order: `at_least` of them are enough
  size_t at_least = 0;
  uint64_t positive = 0;  // bits of the steps that happen
  // Bits of the steps that must not come afterwards; in an unordered alternative, not at all. If
  // there are any, a match waits for its deadline before the rule fires.
  uint64_t absent = 0;
  bool waits() const { return absent != 0; }
};

struct SequencePlan {
  std::vector<AlternativePlan> alternatives;
  bool waits = false;            // one of the alternatives does
  bool fires_at_events = false;  // one does not
};

// `sequence` must have been verified.
SequencePlan MakeSequencePlan(const program::Sequence& sequence);

}  // namespace sigrun::state
