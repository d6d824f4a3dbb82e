// The window of a rule: which interval of event time counts at an event of time t.
//
//   sliding d    [t - d, t], both ends included
//   tumbling d   [k d, (k + 1) d) with k = floor(t / d), from the epoch on; written with both ends
//                included its end is (k + 1) d less a microsecond
//
// An aggregate keeps one step per distinct time, so it is exact. If it would keep more than
// `max_steps`, it switches to steps of length / max_steps until the window is empty again: an event
// then counts as if it had the time of the last event of its step, so a window may contain events
// that are up to one step too old, and never misses one. A tumbling window needs no steps and is
// always exact.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "base/time/event_time.h"
#include "runtime/program/vocabulary/window_kind.h"

namespace sigrun::state {

inline int64_t FloorDiv(int64_t a, int64_t b) { return a / b - (a % b < 0); }

// `a` - `b` for b >= 0, saturating at the lowest time.
inline int64_t Before(int64_t a, int64_t b) {
  constexpr int64_t kLowest = std::numeric_limits<int64_t>::min();
  return a < kLowest + b ? kLowest : a - b;
}

// `a` + `b` for b >= 0, saturating at the highest time.
inline int64_t After(int64_t a, int64_t b) {
  constexpr int64_t kHighest = std::numeric_limits<int64_t>::max();
  return a > kHighest - b ? kHighest : a + b;
}

class WindowShape {
 public:
  WindowShape() = default;
  WindowShape(program::WindowKind kind, Duration length, uint32_t max_steps)
      : kind_(kind), max_steps_(std::max<uint32_t>(max_steps, 1)) {
    const int64_t least = kind == program::WindowKind::kTumbling ? 1 : 0;
    length_ = std::max(length.micros, least);
    step_ = kind == program::WindowKind::kTumbling ? length_
                                                   : std::max<int64_t>(length_ / max_steps_, 1);
  }

  int64_t length() const { return length_; }
  bool tumbling() const { return kind_ == program::WindowKind::kTumbling; }
  uint32_t max_steps() const { return max_steps_; }

  // The window at an event of time `t`.
  int64_t Start(int64_t t) const {
    return tumbling() ? FloorDiv(t, length_) * length_ : Before(t, length_);
  }
  int64_t End(int64_t t) const {
    if (!tumbling()) return t;
    const int64_t start = Start(t);
    constexpr int64_t kHighest = std::numeric_limits<int64_t>::max();
    return start > kHighest - (length_ - 1) ? kHighest : start + (length_ - 1);
  }

  // Whether two times belong to one step, for a coarse aggregate or not.
  bool SameStep(int64_t a, int64_t b, bool coarse) const {
    if (a == b) return true;
    return (coarse || tumbling()) && FloorDiv(a, step_) == FloorDiv(b, step_);
  }

 private:
  program::WindowKind kind_ = program::WindowKind::kSliding;
  int64_t length_ = 0, step_ = 1;
  uint32_t max_steps_ = 1;
};

}  // namespace sigrun::state
