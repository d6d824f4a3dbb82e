// The sum, and the mean, of the numbers in the window. 56 bytes for each step.
//
// Integers (including those written as floats) are added exactly in 128 bits; a sum of numbers of
// kind int is an int, saturating at 64 bits. Fractions are added in double-double, about 106 bits,
// so that removing one leaves no trace; the result is rounded once. Non-finite numbers do not
// count.
#pragma once

#include <cstdint>

#include "base/value.h"
#include "runtime/state/window/aggregate_window.h"
#include "runtime/state/window/step_queue.h"

namespace sigrun::state {

// A sum of doubles with twice their precision.
struct DoubleDouble {
  double high = 0, low = 0;
  void Add(double x);
  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    a(self.high, self.low);
  }
  void Add(const DoubleDouble& x) {
    Add(x.high);
    Add(x.low);
  }
};

// A sum of 64-bit integers that cannot overflow.
class WideInt {
 public:
  void Add(int64_t x) { Set(Get() + x); }
  void Add(const WideInt& x) { Set(Get() + x.Get()); }
  void Subtract(const WideInt& x) { Set(Get() - x.Get()); }
  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    a(self.high_, self.low_);
  }
  friend bool operator==(const WideInt&, const WideInt&) = default;
  int64_t Saturated() const;
  double ToDouble() const { return static_cast<double>(Get()); }

 private:
  __extension__ typedef __int128 Wide;
  Wide Get() const { return static_cast<Wide>(high_) * (static_cast<Wide>(1) << 64) + low_; }
  void Set(Wide x) {
    high_ = static_cast<int64_t>(x >> 64);
    low_ = static_cast<uint64_t>(x);
  }
  int64_t high_ = 0;
  uint64_t low_ = 0;
};

struct SumTotals {
  uint64_t count = 0;
  uint32_t floats = 0;     // of kind float, regardless of their value
  uint32_t fractions = 0;  // in `fraction` and not in `whole`
  WideInt whole;
  DoubleDouble fraction;

  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    a(self.count, self.floats, self.fractions, self.whole, self.fraction);
  }
  void Add(const Value& number);
  void Add(const SumTotals& other);
  void Subtract(const SumTotals& other);
  double ToDouble() const { return whole.ToDouble() + fraction.high + fraction.low; }
};

class SumWindow {
 public:
  static bool Takes(std::span<const Value> arguments) { return IsOneNumber(arguments); }

  bool Add(const WindowShape& shape, const AggregateInput& input);
  void Expire(int64_t start);
  void Clear();

  // The total is kept beside the steps: of fractions it holds what was rounded on the way.
  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    a(self.steps_, self.totals_);
    if constexpr (A::kReads) a.Require(self.IsConsistent(), "a sum is not that of its steps");
  }

  Value Get() const;  // 0 without numbers
  size_t bytes() const { return steps_.bytes(); }

 protected:
  const SumTotals& totals() const { return totals_; }

 private:
  bool IsConsistent() const;

  struct Step {
    int64_t time;
    SumTotals totals;
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
  SumTotals totals_;
};

class AvgWindow : public SumWindow {
 public:
  Value Get() const;  // absent without numbers
};

}  // namespace sigrun::state
