// One aggregate over one window (or one bin of a baseline) of one group: the window class of its
// row in stdlib/aggregates.def. What a class keeps for each entry is said in its header.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <variant>

#include "base/value.h"
#include "runtime/state/window/aggregate_window.h"
#include "runtime/state/window/best_window.h"
#include "runtime/state/window/count_window.h"
#include "runtime/state/window/distinct_window.h"
#include "runtime/state/window/quantile_window.h"
#include "runtime/state/window/stddev_window.h"
#include "runtime/state/window/sum_window.h"
#include "stdlib/aggregate.h"

namespace sigrun::state {

// The window of each row, in the order of AggregateKind.
template <class Placeholder, AggregateWindow... Windows>
struct AggregateWindows {
  using Variant = std::variant<Windows...>;
};
using AnyAggregateWindow = AggregateWindows<void
#define SIGRUN_AGGREGATE(kind, ...) , kind##Window
#include "stdlib/aggregates.def"
                                            >::Variant;

class AggregateState {
 public:
  // `percent` is for those that take one.
  explicit AggregateState(stdlib::AggregateKind kind, double percent = 0);

  // Whether these arguments count at all: none is absent, and all have the right kind.
  static bool Takes(stdlib::AggregateKind kind, std::span<const Value> arguments);

  // False when a distinct count became a lower bound.
  bool Add(const WindowShape& shape, const AggregateInput& input);
  // Forgets what is older than `start`.
  void Expire(int64_t start);
  void Clear();

  // The kind is not among the fields: reading needs a state of the same kind.
  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    std::visit([&](auto& window) { std::remove_cvref_t<decltype(window)>::Fields(a, window); },
               self.window_);
  }

  // Without events it is what the row says. Text points into the state.
  Value Get() const;
  size_t bytes() const;

 private:
  AnyAggregateWindow window_;
};

}  // namespace sigrun::state
