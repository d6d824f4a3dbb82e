// A percentile of the numbers in the window, as doubles, interpolated linearly between the two
// values next to its rank. 24 bytes per number, exact up to kExactQuantileValues of them.
//
// With more, it switches to a sketch until the window is empty again: the number of values in each
// bucket bounded by powers of a little more than 1.02, for each 64th of the window (16 bytes per
// pair, at most kMaxQuantilePairs: beyond that, the parts of the window are made longer). Its
// results are within 1 % of the true values; magnitudes below 1e-9 count as zero, above 1e18 as
// 1e18. A number counts as long as the last one of its part of the window does.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/value.h"
#include "runtime/state/kept/ring.h"
#include "runtime/state/window/aggregate_window.h"
#include "runtime/state/window/quantile_sketch.h"
#include "runtime/state/window/window_shape.h"

namespace sigrun::state {

inline constexpr uint32_t kExactQuantileValues = 4'096;
inline constexpr uint32_t kMaxQuantilePairs = 16'384;

class QuantileWindow {
 public:
  // `percent`: 0 the least, 50 the median, 100 the greatest.
  explicit QuantileWindow(double percent) : percent_(percent) {}

  static bool Takes(std::span<const Value> arguments) { return IsOneNumber(arguments); }

  bool Add(const WindowShape& shape, const AggregateInput& input) {
    Add(shape, input.time, input.arguments[0]);
    return true;
  }
  void Add(const WindowShape& shape, int64_t time, const Value& number);
  void Expire(int64_t start);
  void Clear();

  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    bool has_sketch = self.sketch_ != nullptr;
    a(self.entries_, has_sketch);
    if constexpr (A::kReads)
      self.sketch_ = has_sketch ? std::make_unique<QuantileSketch>() : nullptr;
    if (has_sketch) a(*self.sketch_);
    if constexpr (A::kReads)
      a.Require(a.ok() && self.SortNumbers(), "the numbers of a percentile make no sense");
  }

  Value Get() const;  // absent without numbers
  size_t bytes() const;

 private:
  struct Entry {
    int64_t time;
    double number;
    template <class A, class Self>
    static void Fields(A& a, Self& self) {
      a(self.time, self.number);
    }
  };
  // False if the entries are none that Add made.
  bool SortNumbers();
  void GoOver(const WindowShape& shape);

  double percent_;
  Ring<Entry> entries_;         // in order of time
  std::vector<double> sorted_;  // the same numbers by size
  std::unique_ptr<QuantileSketch> sketch_;
};

class PercentileWindow : public QuantileWindow {
 public:
  using QuantileWindow::QuantileWindow;
};

class MedianWindow : public QuantileWindow {
 public:
  MedianWindow() : QuantileWindow(50) {}
};

}  // namespace sigrun::state
