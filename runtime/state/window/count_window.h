// The number of events in the window. 16 bytes per step. Exact, see window_shape.h.
#pragma once

#include <cstdint>

#include "base/value.h"
#include "runtime/state/window/aggregate_window.h"
#include "runtime/state/window/step_queue.h"

namespace sigrun::state {

class CountWindow {
 public:
  static bool Takes(std::span<const Value>) { return true; }

  bool Add(const WindowShape& shape, const AggregateInput& input) {
    Add(shape, input.time);
    return true;
  }
  void Add(const WindowShape& shape, int64_t time) {
    steps_.Add(shape, {time, 1});
    ++total_;
  }
  void Expire(int64_t start) {
    steps_.Expire(start, [&](const Step& step) { total_ -= step.count; });
  }
  void Clear() {
    steps_.Clear();
    total_ = 0;
  }

  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    a(self.steps_);
    if constexpr (A::kReads) {
      self.total_ = 0;
      for (uint32_t i = 0; i < self.steps_.steps().size(); ++i)
        self.total_ += self.steps_.steps()[i].count;
    }
  }

  uint64_t total() const { return total_; }
  Value Get() const { return Value::Int(static_cast<int64_t>(total_)); }
  size_t bytes() const { return steps_.bytes(); }

 private:
  struct Step {
    int64_t time;
    uint64_t count;
    template <class A, class Self>
    static void Fields(A& a, Self& self) {
      a(self.time, self.count);
    }
    void Merge(const Step& later) {
      time = later.time;
      count += later.count;
    }
  };
  StepQueue<Step> steps_;
  uint64_t total_ = 0;
};

}  // namespace sigrun::state
