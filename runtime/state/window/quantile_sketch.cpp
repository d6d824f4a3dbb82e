#include "runtime/state/window/quantile_sketch.h"

#include <algorithm>
#include <cmath>

#include "runtime/state/kept/logical_bytes.h"
#include "runtime/state/window/quantile_window.h"

namespace sigrun::state {
namespace {

constexpr double kError = 0.0099;  // a little below 1 %: logarithms are rounded
constexpr double kLeast = 1e-9, kGreatest = 1e18;
constexpr int64_t kParts = 64;

// Bucket i > 0 holds the sizes in (kLeast g^(i-1), kLeast g^i].
const double kLogOfGrowth = std::log((1 + kError) / (1 - kError));

}  // namespace

QuantileSketch::QuantileSketch(const WindowShape& shape)
    : length_(shape.tumbling() ? std::max<int64_t>(shape.length(), 1)
                               : std::max<int64_t>(shape.length() / kParts, 1)) {}

int32_t QuantileSketch::IndexOf(double number) {
  const double size = std::min(std::abs(number), kGreatest);
  if (size < kLeast) return 0;
  const auto index = static_cast<int32_t>(std::ceil(std::log(size / kLeast) / kLogOfGrowth)) + 1;
  return number < 0 ? -index : index;
}

// The point with the same relative distance from both ends of the range.
double QuantileSketch::ValueOf(int32_t index) {
  if (index == 0) return 0;
  const double upper = kLeast * std::exp((std::abs(index) - 1) * kLogOfGrowth);
  const double middle = upper * (1 - kError);
  return index < 0 ? -middle : middle;
}

void QuantileSketch::Add(Buckets& buckets, int32_t index, uint64_t count) {
  const auto place =
      std::lower_bound(buckets.begin(), buckets.end(), index,
                       [](const Bucket& bucket, int32_t key) { return bucket.index < key; });
  if (place == buckets.end() || place->index != index)
    buckets.insert(place, {index, count});
  else
    place->count += count;
}

void QuantileSketch::Add(int64_t time, double number) {
  const int32_t index = IndexOf(number);
  if (parts_.empty() || !SamePart(parts_.back().time, time)) parts_.push_back({time, {}});
  Part& part = parts_.back();
  part.time = time;
  const size_t before = part.buckets.size();
  Add(part.buckets, index, 1);
  pairs_ += part.buckets.size() - before;
  Add(totals_, index, 1);
  ++count_;
  while (pairs_ > kMaxQuantilePairs && parts_.size() > 1) Lengthen();
}

// Doubles the length of the parts: fewer pairs, and numbers stay longer.
void QuantileSketch::Lengthen() {
  length_ = length_ > INT64_MAX / 2 ? INT64_MAX : length_ * 2;
  Ring<Part> parts;
  parts.push_back(std::move(parts_[0]));
  for (uint32_t i = 1; i < parts_.size(); ++i) {
    if (!SamePart(parts.back().time, parts_[i].time)) {
      parts.push_back(std::move(parts_[i]));
      continue;
    }
    parts.back().time = parts_[i].time;
    for (const Bucket& bucket : parts_[i].buckets)
      Add(parts.back().buckets, bucket.index, bucket.count);
  }
  parts_ = std::move(parts);
  pairs_ = 0;
  for (uint32_t i = 0; i < parts_.size(); ++i) pairs_ += parts_[i].buckets.size();
}

void QuantileSketch::Expire(int64_t start) {
  while (!parts_.empty() && parts_.front().time < start) {
    Subtract(parts_.front().buckets);
    pairs_ -= parts_.front().buckets.size();
    parts_.pop_front();
  }
}

bool QuantileSketch::AddUp() {
  constexpr uint64_t kMost = uint64_t{1} << 62;
  const int32_t greatest = IndexOf(kGreatest) + 1;
  if (length_ <= 0 || parts_.empty()) return false;
  for (uint32_t i = 0; i < parts_.size(); ++i) {
    const Part& part = parts_[i];
    if (part.buckets.empty()) return false;
    if (i > 0 && (part.time < parts_[i - 1].time || SamePart(part.time, parts_[i - 1].time)))
      return false;
    pairs_ += part.buckets.size();
    for (size_t b = 0; b < part.buckets.size(); ++b) {
      const Bucket& bucket = part.buckets[b];
      if (bucket.index < -greatest || bucket.index > greatest || bucket.count == 0 ||
          bucket.count > kMost - count_ || (b > 0 && bucket.index <= part.buckets[b - 1].index))
        return false;
      Add(totals_, bucket.index, bucket.count);
      count_ += bucket.count;
    }
  }
  return true;
}

void QuantileSketch::Subtract(const Buckets& buckets) {
  auto total = totals_.begin();
  for (const Bucket& bucket : buckets) {
    while (total->index != bucket.index) ++total;
    total->count -= bucket.count;
    count_ -= bucket.count;
  }
  std::erase_if(totals_, [](const Bucket& bucket) { return bucket.count == 0; });
}

double QuantileSketch::At(uint64_t rank) const {
  for (const Bucket& bucket : totals_) {
    if (rank < bucket.count) return ValueOf(bucket.index);
    rank -= bucket.count;
  }
  return totals_.empty() ? 0 : ValueOf(totals_.back().index);
}

size_t QuantileSketch::bytes() const {
  size_t bytes = sizeof *this + parts_.bytes() + LogicalBytes(totals_);
  for (uint32_t i = 0; i < parts_.size(); ++i) bytes += LogicalBytes(parts_[i].buckets);
  return bytes;
}

}  // namespace sigrun::state
