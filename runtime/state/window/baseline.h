// The usual value of a group: statistics of an aggregate over past bins.
//
// Bins are [k every, (k + 1) every) from the epoch on. Looked at are those that lie wholly within
// `history` before the current bin: the last floor(history / every) of them. Bins without events
// are zeros, from the bin of the group's first event on, if the aggregate without events is zero.
// Else they are left out, and so is a bin whose value is not a number.
//
// Only non-zero bins are stored, 16 bytes each, plus the aggregate of the current bin. Statistics
// are computed on demand and kept until the next bin begins. Mean and stddev are summed from the
// oldest bin to the newest in doubles.
#pragma once

#include <cstdint>
#include <span>

#include "runtime/state/kept/ring.h"
#include "runtime/state/window/aggregate_state.h"

namespace sigrun::state {

// The same for all groups of a rule.
struct BaselineShape {
  uint32_t aggregate = 0;  // index in Stateful::aggregates
  bool zero_filled = false;
  int64_t every = 1;
  int64_t bins = 0;    // floor(history / every)
  WindowShape window;  // of one bin
};
BaselineShape MakeBaselineShape(stdlib::AggregateKind kind, uint32_t aggregate, Duration history,
                                Duration every);

class BaselineState {
 public:
  BaselineState(stdlib::AggregateKind kind, double percent) : current_(kind, percent) {}

  // An event that feeds the aggregate. As AggregateState::Add.
  bool Add(const BaselineShape& shape, const AggregateInput& input);
  void Clear();

  // At an event of time `time`, for a group whose first event was at `first`. All but N() are
  // absent when N() is 0.
  int64_t N(const BaselineShape& shape, int64_t time, int64_t first);
  Value Mean(const BaselineShape& shape, int64_t time, int64_t first);
  Value Stddev(const BaselineShape& shape, int64_t time, int64_t first);
  Value Median(const BaselineShape& shape, int64_t time, int64_t first);
  Value Mad(const BaselineShape& shape, int64_t time, int64_t first);

  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    a(self.bins_, self.current_, self.index_);
    if constexpr (A::kReads) {
      self.moments_ready_ = self.order_ready_ = false;
      a.Require(a.ok() && self.AreInOrder(), "the bins of a baseline make no sense");
    }
  }

  size_t bytes() const { return bins_.bytes() + current_.bytes(); }

 private:
  struct Bin {
    int64_t index;
    double value;
    template <class A, class Self>
    static void Fields(A& a, Self& self) {
      a(self.index, self.value);
    }
  };
  struct Weighted;

  // Whether the bins are those that Close made.
  bool AreInOrder() const;

  void MoveTo(const BaselineShape& shape, int64_t time);
  void Close(const BaselineShape& shape);
  void ComputeMoments(int64_t n);
  void ComputeOrder(int64_t n);

  Ring<Bin> bins_;
  AggregateState current_;
  int64_t index_ = INT64_MIN;  // of the current bin
  bool moments_ready_ = false, order_ready_ = false;
  double mean_ = 0, stddev_ = 0, median_ = 0, mad_ = 0;
};

}  // namespace sigrun::state
