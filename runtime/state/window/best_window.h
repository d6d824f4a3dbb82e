// One value of those in the window: the smallest, the largest, the first or the last. A queue of
// the values that can still become it, best first: 32 bytes and the text per value. Exact, see
// window_shape.h. First and last are by time, then by order of arrival; of equal values the latest
// is the smallest or largest.
#pragma once

#include <cstdint>

#include "runtime/state/kept/ring.h"
#include "runtime/state/kept/stored_value.h"
#include "runtime/state/window/aggregate_window.h"
#include "runtime/state/window/window_shape.h"

namespace sigrun::state {

enum class Best : uint8_t { kLeast, kGreatest, kFirst, kLast };

template <Best best>
class BestWindow {
 public:
  static bool Takes(std::span<const Value> arguments) {
    if (arguments.size() != 1) return false;
    return best == Best::kFirst || best == Best::kLast ? arguments[0].present()
                                                       : IsOrdered(arguments[0]);
  }

  bool Add(const WindowShape& shape, const AggregateInput& input) {
    const Value& value = input.arguments[0];
    while (!candidates_.empty() && !Beats(candidates_.back().value.get(), value)) PopBack();
    if (!candidates_.empty() && shape.SameStep(candidates_.back().time, input.time, coarse_)) {
      candidates_.back().time = input.time;
      return true;
    }
    candidates_.push_back({input.time, StoredValue(value)});
    text_bytes_ += candidates_.back().value.bytes();
    if (candidates_.size() > shape.max_steps() && !coarse_) Coarsen(shape);
    return true;
  }

  void Expire(int64_t start) {
    while (!candidates_.empty() && candidates_.front().time < start) {
      text_bytes_ -= candidates_.front().value.bytes();
      candidates_.pop_front();
    }
    if (candidates_.empty()) coarse_ = false;
  }

  void Clear() {
    candidates_.clear();
    text_bytes_ = 0;
    coarse_ = false;
  }

  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    a(self.candidates_, self.coarse_);
    if constexpr (A::kReads) {
      self.text_bytes_ = 0;
      for (uint32_t i = 0; i < self.candidates_.size() && a.ok(); ++i) {
        const Candidate& each = self.candidates_[i];
        self.text_bytes_ += each.value.bytes();
        a.Require(Takes({&each.value.get(), 1}), "a value cannot be compared");
        if (i == 0) continue;
        const Candidate& better = self.candidates_[i - 1];
        a.Require(better.time <= each.time && Beats(better.value.get(), each.value.get()),
                  "values are not in order");
      }
    }
  }

  Value Get() const { return candidates_.empty() ? Value() : candidates_.front().value.get(); }
  size_t bytes() const { return candidates_.bytes() + text_bytes_; }

 private:
  struct Candidate {
    int64_t time = 0;
    StoredValue value;
    template <class A, class Self>
    static void Fields(A& a, Self& self) {
      a(self.time, self.value);
    }
  };

  // Whether the older `a` keeps its place before the newer `b`.
  static bool Beats(const Value& a, const Value& b) {
    switch (best) {
      case Best::kLeast:
        return Compare(a, b) < 0;
      case Best::kGreatest:
        return Compare(a, b) > 0;
      case Best::kFirst:
        return true;
      case Best::kLast:
        break;
    }
    return false;
  }
  void PopBack() {
    text_bytes_ -= candidates_.back().value.bytes();
    candidates_.pop_back();
  }

  // Keeps only the best of each step, with the time of the last one.
  void Coarsen(const WindowShape& shape) {
    coarse_ = true;
    uint32_t last = 0;
    for (uint32_t i = 1; i < candidates_.size(); ++i) {
      if (shape.SameStep(candidates_[last].time, candidates_[i].time, true)) {
        candidates_[last].time = candidates_[i].time;
        text_bytes_ -= candidates_[i].value.bytes();
        candidates_[i].value = StoredValue();
      } else if (++last != i) {
        std::swap(candidates_[last], candidates_[i]);
      }
    }
    candidates_.Truncate(last + 1);
  }

  Ring<Candidate> candidates_;
  size_t text_bytes_ = 0;
  bool coarse_ = false;
};

class MinWindow : public BestWindow<Best::kLeast> {};
class MaxWindow : public BestWindow<Best::kGreatest> {};
class FirstWindow : public BestWindow<Best::kFirst> {};
class LastWindow : public BestWindow<Best::kLast> {};

}  // namespace sigrun::state
