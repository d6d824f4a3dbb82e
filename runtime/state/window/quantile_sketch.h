// Counts the numbers of a window in many narrow ranges: used by a QuantileWindow with too many
// numbers to keep each. quantile_window.h states the guarantee.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/state/window/ring.h"
#include "runtime/state/window/window_shape.h"

namespace sigrun::state {

class QuantileSketch {
 public:
  explicit QuantileSketch(const WindowShape& shape);

  void Add(int64_t time, double number);
  // Drops the parts of the window whose last number is older than `start`.
  void Expire(int64_t start);

  uint64_t count() const { return count_; }
  // Approximately the value that `rank` others do not exceed; rank < count().
  double At(uint64_t rank) const;
  size_t bytes() const;

 private:
  struct Bucket {
    int32_t index;  // of the range of sizes; below zero for negative numbers
    uint64_t count;
  };
  using Buckets = std::vector<Bucket>;  // by index
  struct Part {
    int64_t time;  // of its last number
    Buckets buckets;
  };

  static int32_t IndexOf(double number);
  static double ValueOf(int32_t index);
  static void Add(Buckets& buckets, int32_t index, uint64_t count);
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
