#include "runtime/state/window/quantile_window.h"

#include <algorithm>
#include <cmath>

#include "runtime/state/kept/logical_bytes.h"

namespace sigrun::state {
namespace {

double Between(double low, double high, double part) {
  if (low == high || part == 0) return low;
  const double distance = high - low;
  return std::isfinite(distance) ? low + distance * part : low * (1 - part) + high * part;
}

// The value at `percent` of `count` sorted values; at(rank) returns one.
template <class At>
Value Interpolate(double percent, uint64_t count, At at) {
  if (count == 0) return {};
  const double rank = percent * static_cast<double>(count - 1) / 100;
  const auto below = std::min(static_cast<uint64_t>(rank), count - 1);
  const uint64_t above = std::min(below + 1, count - 1);
  return Value::Float(Between(at(below), at(above), rank - static_cast<double>(below)));
}

}  // namespace

void QuantileWindow::Add(const WindowShape& shape, int64_t time, const Value& number) {
  const double x = number.kind == Kind::kInt ? static_cast<double>(number.integer) : number.number;
  if (sketch_ != nullptr) return sketch_->Add(time, x);
  entries_.push_back({time, x});
  sorted_.insert(std::upper_bound(sorted_.begin(), sorted_.end(), x), x);
  if (entries_.size() > kExactQuantileValues) GoOver(shape);
}

void QuantileWindow::GoOver(const WindowShape& shape) {
  sketch_ = std::make_unique<QuantileSketch>(shape);
  for (uint32_t i = 0; i < entries_.size(); ++i) sketch_->Add(entries_[i].time, entries_[i].number);
  entries_.clear();
  std::vector<double>().swap(sorted_);
}

bool QuantileWindow::SortNumbers() {
  sorted_.clear();
  if (entries_.size() > kExactQuantileValues || (sketch_ != nullptr && !entries_.empty()))
    return false;
  for (uint32_t i = 0; i < entries_.size(); ++i) {
    if (!std::isfinite(entries_[i].number) || (i > 0 && entries_[i].time < entries_[i - 1].time))
      return false;
    sorted_.push_back(entries_[i].number);
  }
  std::sort(sorted_.begin(), sorted_.end());
  return true;
}

void QuantileWindow::Expire(int64_t start) {
  if (sketch_ != nullptr) {
    sketch_->Expire(start);
    if (sketch_->count() == 0) sketch_.reset();
    return;
  }
  while (!entries_.empty() && entries_.front().time < start) {
    sorted_.erase(std::lower_bound(sorted_.begin(), sorted_.end(), entries_.front().number));
    entries_.pop_front();
  }
  if (sorted_.size() < sorted_.capacity() / 8) sorted_.shrink_to_fit();
}

void QuantileWindow::Clear() {
  entries_.clear();
  std::vector<double>().swap(sorted_);
  sketch_.reset();
}

Value QuantileWindow::Get() const {
  if (sketch_ != nullptr)
    return Interpolate(percent_, sketch_->count(),
                       [&](uint64_t rank) { return sketch_->At(rank); });
  return Interpolate(percent_, sorted_.size(), [&](uint64_t rank) { return sorted_[rank]; });
}

size_t QuantileWindow::bytes() const {
  return entries_.bytes() + LogicalBytes(sorted_) + (sketch_ == nullptr ? 0 : sketch_->bytes());
}

}  // namespace sigrun::state
