// The steps of an additive aggregate in a window, oldest first (see window_shape.h for what a step
// is). A Step has `int64_t time`, Merge(later): the later step taken into it, time included, and
// Fields.
#pragma once

#include <cstdint>

#include "runtime/state/kept/ring.h"
#include "runtime/state/window/window_shape.h"

namespace sigrun::state {

template <class Step>
class StepQueue {
 public:
  void Add(const WindowShape& shape, Step step) {
    if (!steps_.empty() && shape.SameStep(steps_.back().time, step.time, coarse()))
      return steps_.back().Merge(std::move(step));
    steps_.push_back(std::move(step));
    if (steps_.size() > shape.max_steps() && !coarse()) Coarsen(shape);
  }

  // Drops steps older than `start`, after passing each to `dropped`.
  template <class F>
  void Expire(int64_t start, F dropped) {
    while (!steps_.empty() && steps_.front().time < start) {
      dropped(steps_.front());
      steps_.pop_front();
    }
    if (steps_.empty()) steps_.set_flag(false);
  }

  void Clear() {
    steps_.clear();
    steps_.set_flag(false);
  }
  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    bool coarse = self.coarse();
    a(self.steps_, coarse);
    if constexpr (A::kReads) self.steps_.set_flag(coarse);
    for (uint32_t i = 1; i < self.steps_.size(); ++i)
      if (!a.Require(self.steps_[i - 1].time <= self.steps_[i].time, "steps are not in order"))
        return;
  }

  bool empty() const { return steps_.empty(); }
  const Ring<Step>& steps() const { return steps_; }
  size_t bytes() const { return steps_.bytes(); }

 private:
  bool coarse() const { return steps_.flag(); }
  void Coarsen(const WindowShape& shape) {
    steps_.set_flag(true);
    uint32_t last = 0;
    for (uint32_t i = 1; i < steps_.size(); ++i) {
      if (shape.SameStep(steps_[last].time, steps_[i].time, true))
        steps_[last].Merge(std::move(steps_[i]));
      else if (++last != i)
        steps_[last] = std::move(steps_[i]);
    }
    steps_.Truncate(last + 1);
  }

  Ring<Step> steps_;  // its flag: whether they are coarse
};

}  // namespace sigrun::state
