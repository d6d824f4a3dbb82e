// Counts the numbers of a window in many narrow ranges: used by a QuantileWindow with too many
// numbers to keep each. quantile_window.h states the guarantee.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/state/kept/ring.h"
#include "runtime/state/window/window_shape.h"

namespace sigrun::state {

class QuantileSketch {
 public:
  explicit QuantileSketch(const WindowShape& shape);

  void Add(int64_t time, double number);
  // Drops the parts of the window whose last number is older than `start`.
  void Expire(int64_t start);

  // Not yet usable: for reading.
  QuantileSketch() : length_(1) {}
  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    a(self.length_, self.parts_);
    if constexpr (A::kReads)
      a.Require(a.ok() && self.AddUp(), "the numbers of a percentile make no sense");
  }

  uint64_t count() const { return count_; }
  // Approximately the value that `rank` others do not exceed; rank < count().
  double At(uint64_t rank) const;
  size_t bytes() const;

 private:
  struct Bucket {
    int32_t index;  // of the range of sizes; below zero for negative numbers
    uint64_t count;
    template <class A, class Self>
    static void Fields(A& a, Self& self) {
      a(self.index, self.count);
    }
  };
  using Buckets = std::vector<Bucket>;  // by index
  struct Part {
    int64_t time;  // of its last number
    Buckets buckets;
    template <class A, class Self>
    static void Fields(A& a, Self& self) {
      a(self.time, self.buckets);
    }
  };

  static int32_t IndexOf(double number);
  static double ValueOf(int32_t index);
  static void Add(Buckets& buckets, int32_t index, uint64_t count);
  // Makes the totals from the parts; false if those are not what could have been added.
  bool AddUp();
  void Subtract(const Buckets& buckets);
  bool SamePart(int64_t a, int64_t b) const { return FloorDiv(a, length_) == FloorDiv(b, length_); }
  void Lengthen();

  int64_t length_;  // of a part
  Ring<Part> parts_;
  Buckets totals_;
  uint64_t count_ = 0;
  size_t pairs_ = 0;  // buckets in all parts
};

}  // namespace sigrun::state
