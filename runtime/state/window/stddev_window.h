// The standard deviation of the numbers in the window: that of the population, as a baseline's
// stddev is (0 for one number). 80 bytes for each step.
//
// Exact until the result is rounded: a number counts as a whole number of 2^-64, and the sum of all
// and the sum of their squares are added without rounding. So the result depends neither on the
// order of events nor on what has left the window. Two kinds of numbers are rounded when they come
// in: those nearer to zero than 2^-11 may have bits below 2^-64, and those beyond 64 bits count as
// the ends of 64 bits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "base/value.h"
#include "runtime/state/window/aggregate_window.h"
#include "runtime/state/window/step_queue.h"
#include "runtime/state/window/wide_unsigned.h"

namespace sigrun::state {

struct SquareTotals {
  uint64_t count = 0;
  WideUnsigned<3> sum;      // of the numbers, in 2^-64; two's complement
  WideUnsigned<5> squares;  // of those

  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    a(self.count, self.sum, self.squares);
  }
  void Add(const Value& number);
  void Add(const SquareTotals& other);
  void Subtract(const SquareTotals& other);
  double Deviation() const;  // count > 0
};

class StddevWindow {
 public:
  static bool Takes(std::span<const Value> arguments) { return IsOneNumber(arguments); }

  bool Add(const WindowShape& shape, const AggregateInput& input);
  void Expire(int64_t start);
  void Clear();

  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    a(self.steps_);
    if constexpr (A::kReads) self.AddUp();
  }

  Value Get() const;  // absent without numbers
  size_t bytes() const { return steps_.bytes() + (totals_ ? sizeof *totals_ : 0); }

 private:
  void AddUp();

  struct Step {
    int64_t time;
    SquareTotals totals;
    template <class A, class Self>
    static void Fields(A& a, Self& self) {
      a(self.time, self.totals);
    }
    void Merge(const Step& later) {
      time = later.time;
      totals.Add(later.totals);
    }
  };
  StepQueue<Step> steps_;
  std::unique_ptr<SquareTotals> totals_;  // apart, so that other aggregates do not become larger
};

}  // namespace sigrun::state
