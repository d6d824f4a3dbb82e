// Whether the events of a window match the steps of an alternative of a sequence, by trying one
// event after the other for each step.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/ir/ir.h"

namespace sigrun::reference {

struct Taker {
  int64_t time;
  uint64_t steps;  // bit i: it can take step i
};

// One alternative, with the steps of the whole sequence that are its own.
struct Alternative {
  bool any_order;
  size_t at_least;                      // of the steps that happen
  std::vector<ir::SequenceStep> steps;  // of the sequence
  size_t first, last;                   // its own are from `first` to before `last`
};
std::vector<Alternative> AlternativesOf(const ir::Sequence& sequence);

// The latest time, from `from` on, at which the first event of a match can be; in order of time.
// With `ends_at`, of matches whose last event is of that time.
std::optional<int64_t> LatestStart(const Alternative& alternative, const std::vector<Taker>& events,
                                   int64_t from, std::optional<int64_t> ends_at = {});

// Steps that must not follow the match or, without an order, must not occur at all.
uint64_t AbsentSteps(const Alternative& alternative);

}  // namespace sigrun::reference
