#include "runtime/state/window/stddev_window.h"

#include <algorithm>
#include <cmath>

namespace sigrun::state {
namespace {

constexpr int kFractionBits = 64;

// The size of a number in 2^-64.
WideUnsigned<2> Magnitude(const Value& number) {
  if (number.kind == Kind::kInt) {
    const auto bits = static_cast<uint64_t>(number.integer);
    return {{0, number.integer < 0 ? 0 - bits : bits}};
  }
  constexpr double kLargest = 0x1p63;
  const double size = std::min(std::abs(number.number), kLargest);
  const double whole = std::floor(size);  // a larger number than 2^53 has no fraction
  const double fraction = std::nearbyint(std::ldexp(size - whole, kFractionBits));
  WideUnsigned<2> magnitude{{0, static_cast<uint64_t>(whole)}};
  if (fraction >= 0x1p64)
    magnitude.Add(WideUnsigned<2>{{0, 1}});
  else
    magnitude.Add(WideUnsigned<1>{{static_cast<uint64_t>(fraction)}});
  return magnitude;
}

bool IsNegative(const Value& number) {
  return number.kind == Kind::kInt ? number.integer < 0 : number.number < 0;
}

}  // namespace

void SquareTotals::Add(const Value& number) {
  const WideUnsigned<2> magnitude = Magnitude(number);
  ++count;
  if (IsNegative(number))
    sum.Subtract(magnitude);
  else
    sum.Add(magnitude);
  squares.Add(magnitude.Times(magnitude));
}

void SquareTotals::Add(const SquareTotals& other) {
  count += other.count;
  sum.Add(other.sum);
  squares.Add(other.squares);
}

void SquareTotals::Subtract(const SquareTotals& other) {
  count -= other.count;
  sum.Subtract(other.sum);
  squares.Subtract(other.squares);
}

// The root of (n squares - sum²) / n².
double SquareTotals::Deviation() const {
  WideUnsigned<6> spread = squares.Times(WideUnsigned<1>{{count}});
  const WideUnsigned<3> size = sum.Magnitude();
  spread.Subtract(size.Times(size));
  return std::ldexp(std::sqrt(spread.ToDouble()) / static_cast<double>(count), -kFractionBits);
}

bool StddevWindow::Add(const WindowShape& shape, const AggregateInput& input) {
  if (!totals_) totals_ = std::make_unique<SquareTotals>();
  SquareTotals one;
  one.Add(input.arguments[0]);
  totals_->Add(one);
  steps_.Add(shape, {input.time, one});
  return true;
}

void StddevWindow::Expire(int64_t start) {
  steps_.Expire(start, [&](const Step& step) { totals_->Subtract(step.totals); });
  if (steps_.empty()) totals_.reset();
}

void StddevWindow::Clear() {
  steps_.Clear();
  totals_.reset();
}

void StddevWindow::AddUp() {
  totals_.reset();
  if (steps_.empty()) return;
  totals_ = std::make_unique<SquareTotals>();
  for (uint32_t i = 0; i < steps_.steps().size(); ++i) totals_->Add(steps_.steps()[i].totals);
}

Value StddevWindow::Get() const {
  return totals_ && totals_->count > 0 ? Value::Float(totals_->Deviation()) : Value();
}

}  // namespace sigrun::state
