#include "runtime/state/window/baseline.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace sigrun::state {
namespace {

using stdlib::AggregateKind;

bool IsNumber(const Value& value) { return value.kind == Kind::kInt || value.kind == Kind::kFloat; }
double ToDouble(const Value& value) {
  return value.kind == Kind::kInt ? static_cast<double>(value.integer) : value.number;
}

}  // namespace

// A value of `weight` bins.
struct BaselineState::Weighted {
  double value;
  int64_t weight;

  // The median; for an even number, the mean of the middle two.
  static double Median(std::vector<Weighted>& values, int64_t n) {
    std::sort(values.begin(), values.end(),
              [](const Weighted& a, const Weighted& b) { return a.value < b.value; });
    const double low = At(values, (n - 1) / 2), high = At(values, n / 2);
    return low == high ? low : low / 2 + high / 2;
  }

 private:
  static double At(const std::vector<Weighted>& values, int64_t rank) {
    for (const Weighted& each : values) {
      if (rank < each.weight) return each.value;
      rank -= each.weight;
    }
    return 0;
  }
};

BaselineShape MakeBaselineShape(AggregateKind kind, uint32_t aggregate, Duration history,
                                Duration every) {
  BaselineShape shape;
  shape.aggregate = aggregate;
  shape.zero_filled = stdlib::Info(kind).when_empty == stdlib::WhenEmpty::kZero;
  shape.every = std::max<int64_t>(every.micros, 1);
  shape.bins = std::max<int64_t>(history.micros, 0) / shape.every;
  shape.window = WindowShape(program::WindowKind::kTumbling, {shape.every}, 1);
  return shape;
}

bool BaselineState::Add(const BaselineShape& shape, const AggregateInput& input) {
  MoveTo(shape, input.time);
  return current_.Add(shape.window, input);
}

void BaselineState::Clear() {
  bins_.clear();
  current_.Clear();
  index_ = INT64_MIN;
  moments_ready_ = order_ready_ = false;
}

void BaselineState::MoveTo(const BaselineShape& shape, int64_t time) {
  const int64_t index = FloorDiv(time, shape.every);
  if (index == index_) return;
  if (index_ != INT64_MIN) Close(shape);
  index_ = index;
  while (!bins_.empty() && bins_.front().index < Before(index, shape.bins)) bins_.pop_front();
  moments_ready_ = order_ready_ = false;
}

// Adds the value of the current bin to the others.
void BaselineState::Close(const BaselineShape& shape) {
  const Value value = current_.Get();
  if (IsNumber(value) && (!shape.zero_filled || ToDouble(value) != 0))
    bins_.push_back({index_, ToDouble(value)});
  current_.Clear();
}

bool BaselineState::AreInOrder() const {
  for (uint32_t i = 0; i < bins_.size(); ++i)
    if (std::isnan(bins_[i].value) || bins_[i].index >= index_ ||
        (i > 0 && bins_[i].index <= bins_[i - 1].index))
      return false;
  return true;
}

int64_t BaselineState::N(const BaselineShape& shape, int64_t time, int64_t first) {
  MoveTo(shape, time);
  if (!shape.zero_filled) return bins_.size();
  return std::clamp<int64_t>(index_ - FloorDiv(first, shape.every), 0, shape.bins);
}

void BaselineState::ComputeMoments(int64_t n) {
  if (moments_ready_) return;
  moments_ready_ = true;
  const double number = static_cast<double>(n);
  double sum = 0, squares = 0;
  for (uint32_t i = 0; i < bins_.size(); ++i) sum += bins_[i].value;
  mean_ = sum / number;
  for (uint32_t i = 0; i < bins_.size(); ++i)
    squares += (bins_[i].value - mean_) * (bins_[i].value - mean_);
  squares += static_cast<double>(n - bins_.size()) * mean_ * mean_;
  stddev_ = std::sqrt(squares / number);
}

void BaselineState::ComputeOrder(int64_t n) {
  if (order_ready_) return;
  order_ready_ = true;
  std::vector<Weighted> values;
  values.reserve(bins_.size() + 1);
  for (uint32_t i = 0; i < bins_.size(); ++i) values.push_back({bins_[i].value, 1});
  if (n > bins_.size()) values.push_back({0, n - bins_.size()});
  median_ = Weighted::Median(values, n);
  for (Weighted& each : values) each.value = std::abs(each.value - median_);
  mad_ = Weighted::Median(values, n);
}

Value BaselineState::Mean(const BaselineShape& shape, int64_t time, int64_t first) {
  const int64_t n = N(shape, time, first);
  if (n <= 0) return {};
  ComputeMoments(n);
  return Value::Float(mean_);
}

Value BaselineState::Stddev(const BaselineShape& shape, int64_t time, int64_t first) {
  const int64_t n = N(shape, time, first);
  if (n <= 0) return {};
  ComputeMoments(n);
  return Value::Float(stddev_);
}

Value BaselineState::Median(const BaselineShape& shape, int64_t time, int64_t first) {
  const int64_t n = N(shape, time, first);
  if (n <= 0) return {};
  ComputeOrder(n);
  return Value::Float(median_);
}

Value BaselineState::Mad(const BaselineShape& shape, int64_t time, int64_t first) {
  const int64_t n = N(shape, time, first);
  if (n <= 0) return {};
  ComputeOrder(n);
  return Value::Float(mad_);
}

}  // namespace sigrun::state
