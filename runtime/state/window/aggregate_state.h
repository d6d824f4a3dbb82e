// One aggregate over one window (or one bin of a baseline) of one group. The headers of the window
// classes say what they store for each entry.
#pragma once

#include <cstdint>
#include <span>
#include <variant>

#include "base/hash.h"
#include "base/value.h"
#include "runtime/program/program.h"
#include "runtime/state/window/best_window.h"
#include "runtime/state/window/count_window.h"
#include "runtime/state/window/distinct_window.h"
#include "runtime/state/window/quantile_window.h"
#include "runtime/state/window/sum_window.h"

namespace sigrun::state {

// The contribution of an event to an aggregate.
struct AggregateInput {
  int64_t time;
  std::span<const Value> arguments;
  Hash128 tuple;  // of the arguments, for distinct
};

class AggregateState {
 public:
  // `percent` is for percentiles only.
  explicit AggregateState(program::AggregateKind kind, double percent = 0);

  // Whether these arguments count at all: none is absent, and all have the right kind.
  static bool Takes(program::AggregateKind kind, std::span<const Value> arguments);

  // False if a distinct count became a lower bound.
  bool Add(const WindowShape& shape, uint32_t max_values, const AggregateInput& input);
  // Drops entries older than `start`.
  void Expire(int64_t start);
  void Clear();

  // Without events: 0 for count, distinct and sum, otherwise absent. Text points into the state.
  Value Get() const;
  size_t bytes() const;

 private:
  bool mean_ = false;
  std::variant<CountWindow, SumWindow, BestWindow, DistinctWindow, QuantileWindow> family_;
};

}  // namespace sigrun::state
