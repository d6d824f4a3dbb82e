// One aggregate over one window (or one bin of a baseline) of one group: whichever of the families
// its kind needs. What the families keep for each entry stands in their headers.
#pragma once

#include <cstdint>
#include <span>
#include <variant>

#include "base/hash.h"
#include "base/value.h"
#include "runtime/program/vocabulary/aggregate_kind.h"
#include "runtime/state/window/best_window.h"
#include "runtime/state/window/count_window.h"
#include "runtime/state/window/distinct_window.h"
#include "runtime/state/window/quantile_window.h"
#include "runtime/state/window/sum_window.h"

namespace sigrun::state {

// What an event brings to an aggregate.
struct AggregateInput {
  int64_t time;
  std::span<const Value> arguments;
  Hash128 tuple;  // of the arguments, for distinct
};

class AggregateState {
 public:
  // `percent` is for percentiles only.
  explicit AggregateState(program::AggregateKind kind, double percent = 0);

  // Whether these arguments count at all: none absent, and fit for the kind.
  static bool Takes(program::AggregateKind kind, std::span<const Value> arguments);

  // False when a distinct count became a lower bound.
  bool Add(const WindowShape& shape, uint32_t max_values, const AggregateInput& input);
  // Forgets what is older than `start`.
  void Expire(int64_t start);
  void Clear();

  // Without events: 0 for count, distinct and sum, else absent. Text points into the state.
  Value Get() const;
  size_t bytes() const;

 private:
  bool mean_ = false;
  std::variant<CountWindow, SumWindow, BestWindow, DistinctWindow, QuantileWindow> family_;
};

}  // namespace sigrun::state
