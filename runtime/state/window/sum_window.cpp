#include "runtime/state/window/sum_window.h"

#include <cmath>
#include <limits>

namespace sigrun::state {

// Knuth's exact sum of two doubles, its error carried in `low`.
void DoubleDouble::Add(double x) {
  const double sum = high + x;
  if (!std::isfinite(sum)) {
    high = sum;
    low = 0;
    return;
  }
  const double part = sum - high;
  const double error = (high - (sum - part)) + (x - part);
  low += error;
  const double rounded = sum + low;
  low -= rounded - sum;
  high = rounded;
}

int64_t WideInt::Saturated() const {
  const Wide x = Get();
  if (x > std::numeric_limits<int64_t>::max()) return std::numeric_limits<int64_t>::max();
  if (x < std::numeric_limits<int64_t>::min()) return std::numeric_limits<int64_t>::min();
  return static_cast<int64_t>(x);
}

void SumTotals::Add(const Value& number) {
  constexpr double kLimit = 9223372036854775808.0;
  ++count;
  if (number.kind == Kind::kInt) return whole.Add(number.integer);
  ++floats;
  const double x = number.number;
  if (x == std::trunc(x) && x >= -kLimit && x < kLimit) return whole.Add(static_cast<int64_t>(x));
  ++fractions;
  fraction.Add(x);
}

void SumTotals::Add(const SumTotals& other) {
  count += other.count;
  floats += other.floats;
  fractions += other.fractions;
  whole.Add(other.whole);
  if (other.fractions > 0) fraction.Add(other.fraction);
}

void SumTotals::Subtract(const SumTotals& other) {
  count -= other.count;
  floats -= other.floats;
  fractions -= other.fractions;
  whole.Subtract(other.whole);
  if (fractions == 0)
    fraction = {};
  else if (other.fractions > 0)
    fraction.Add({-other.fraction.high, -other.fraction.low});
}

bool SumWindow::Add(const WindowShape& shape, const AggregateInput& input) {
  SumTotals one;
  one.Add(input.arguments[0]);
  totals_.Add(one);
  steps_.Add(shape, {input.time, one});
  return true;
}

void SumWindow::Expire(int64_t start) {
  steps_.Expire(start, [&](const Step& step) { totals_.Subtract(step.totals); });
  if (std::isfinite(totals_.fraction.high)) return;
  // The sum left the range of doubles: recompute it from the entries.
  totals_ = {};
  for (uint32_t i = 0; i < steps_.steps().size(); ++i) totals_.Add(steps_.steps()[i].totals);
}

void SumWindow::Clear() {
  steps_.Clear();
  totals_ = {};
}

// All but the rounded part, which may only be there if there are fractions.
bool SumWindow::IsConsistent() const {
  SumTotals sum;
  for (uint32_t i = 0; i < steps_.steps().size(); ++i) sum.Add(steps_.steps()[i].totals);
  return sum.count == totals_.count && sum.floats == totals_.floats &&
         sum.fractions == totals_.fractions && sum.whole == totals_.whole &&
         (totals_.fractions > 0 || totals_.fraction.high == 0);
}

Value SumWindow::Get() const {
  if (totals_.floats == 0) return Value::Int(totals_.whole.Saturated());
  return Value::Float(totals_.ToDouble());
}

Value AvgWindow::Get() const {
  if (totals().count == 0) return {};
  return Value::Float(totals().ToDouble() / static_cast<double>(totals().count));
}

}  // namespace sigrun::state
