// stddev: against a naive computation, and what its exactness promises.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "runtime/state/window/stddev_window.h"

namespace sigrun::state::testing {
namespace {

constexpr int64_t kLength = 1000;

// A window that slides over numbers, one for each microsecond unless said otherwise.
class Spread {
 public:
  explicit Spread(uint32_t max_steps = 4096)
      : shape_(program::WindowKind::kSliding, {kLength}, max_steps) {}

  void Add(int64_t time, const Value& number) {
    window_.Expire(shape_.Start(time));
    window_.Add(shape_, AggregateInput(time, {&number, 1}, 1, hashes_));
  }
  StddevWindow& window() { return window_; }
  double Get() const {
    REQUIRE(window_.Get().kind == Kind::kFloat);
    return window_.Get().number;
  }

 private:
  WindowShape shape_;
  TupleHash hashes_{true};
  StddevWindow window_;
};

double Naive(const std::vector<double>& numbers) {
  const auto count = static_cast<long double>(numbers.size());
  long double mean = 0, squares = 0;
  for (const double each : numbers) mean += each / count;
  for (const double each : numbers) squares += (each - mean) * (each - mean);
  return static_cast<double>(std::sqrt(squares / count));
}

double Of(const std::vector<Value>& numbers) {
  Spread spread;
  for (const Value& each : numbers) spread.Add(0, each);
  return spread.Get();
}

TEST_CASE("stddev: wide integers add, subtract, multiply and round") {
  WideUnsigned<3> x{{UINT64_MAX, UINT64_MAX, 0}};
  x.Add(WideUnsigned<1>{{1}});
  CHECK(x == WideUnsigned<3>{{0, 0, 1}});
  CHECK(x.ToDouble() == 0x1p128);
  x.Subtract(WideUnsigned<2>{{1, 0}});
  CHECK(x == WideUnsigned<3>{{UINT64_MAX, UINT64_MAX, 0}});
  x.Subtract(WideUnsigned<3>{{0, 0, 1}});
  CHECK(x.is_negative());
  CHECK(x.Magnitude() == WideUnsigned<3>{{1, 0, 0}});
  const WideUnsigned<2> all{{UINT64_MAX, UINT64_MAX}};
  CHECK(all.Times(all) == WideUnsigned<4>{{1, 0, UINT64_MAX - 1, UINT64_MAX}});
  CHECK(WideUnsigned<2>{}.ToDouble() == 0);
  // Half of the last place of a double goes to the even one, a little more goes up.
  CHECK(WideUnsigned<2>{{1, uint64_t{1} << 53}}.ToDouble() == 0x1p117);
  CHECK(WideUnsigned<2>{{uint64_t{1} << 63, (uint64_t{1} << 52)}}.ToDouble() == 0x1p116);
  CHECK(WideUnsigned<2>{{(uint64_t{1} << 63) + 1, uint64_t{1} << 52}}.ToDouble() ==
        0x1.0000000000001p116);
}

TEST_CASE("stddev: agrees with a naive computation, also in coarse steps") {
  std::mt19937_64 random(7);
  for (const double size : {1e-3, 1.0, 1e6, 1e15}) {
    CAPTURE(size);
    Spread spread(64);
    std::vector<double> numbers;
    std::uniform_real_distribution<double> any(-size, size);
    for (int64_t time = 0; time < 500; ++time) {
      numbers.push_back(time % 3 == 0 ? std::trunc(any(random)) : any(random));
      spread.Add(time, Value::Float(numbers.back()));
      CHECK(spread.Get() == doctest::Approx(Naive(numbers)).epsilon(1e-14));
    }
  }
}

TEST_CASE("stddev: is exact where the deviation is") {
  CHECK(Of({Value::Int(5)}) == 0);
  CHECK(Of({Value::Int(1), Value::Int(3)}) == 1);
  CHECK(Of(std::vector<Value>(1000, Value::Float(0.1))) == 0);
  CHECK(Of({Value::Int(INT64_MAX), Value::Int(INT64_MAX - 2)}) == 1);
  CHECK(Of({Value::Int(INT64_MIN), Value::Int(INT64_MAX)}) == 0x1p63 - 0.5);
  CHECK(Of({Value::Int(INT64_MIN), Value::Float(0.0)}) == 0x1p62);
}

TEST_CASE("stddev: rounds tiny numbers to 2^-64 and holds huge ones at 64 bits") {
  CHECK(Of({Value::Float(0x1p-64), Value::Float(0x3p-64)}) == 0x1p-64);
  CHECK(Of({Value::Float(0x1p-70), Value::Float(0.0)}) == 0);
  CHECK(Of({Value::Float(1 - 0x1p-53), Value::Float(1.0)}) == 0x1p-54);
  CHECK(Of({Value::Float(0x1p-1074), Value::Float(-0x1p-1074)}) == 0);
  CHECK(Of({Value::Float(1e300), Value::Float(1e200)}) == 0);
  CHECK(Of({Value::Float(std::numeric_limits<double>::max()), Value::Int(0)}) == 0x1p62);
}

TEST_CASE("stddev: depends neither on the order nor on what has left the window") {
  std::mt19937_64 random(11);
  std::uniform_real_distribution<double> any(-10, 10);
  std::vector<Value> numbers;
  for (int i = 0; i < 300; ++i) numbers.push_back(Value::Float(any(random)));
  const double want = Of(numbers);
  for (int i = 0; i < 20; ++i) {
    std::shuffle(numbers.begin(), numbers.end(), random);
    CHECK(Of(numbers) == want);
  }
  Spread spread;
  for (int64_t time = 0; time < 400; ++time)
    spread.Add(time, Value::Float(time % 2 == 0 ? 1e18 + static_cast<double>(time) : 1e-9));
  for (size_t i = 0; i < numbers.size(); ++i)
    spread.Add(2 * kLength + static_cast<int64_t>(i), numbers[i]);
  CHECK(spread.Get() == want);
}

TEST_CASE("stddev: takes one finite number") {
  const Value text = Value::String("1"), nan = Value::Float(std::nan("")),
              infinite = Value::Float(HUGE_VAL), one = Value::Float(1);
  CHECK(StddevWindow::Takes({&one, 1}));
  CHECK_FALSE(StddevWindow::Takes({&text, 1}));
  CHECK_FALSE(StddevWindow::Takes({&nan, 1}));
  CHECK_FALSE(StddevWindow::Takes({&infinite, 1}));
  CHECK_FALSE(StddevWindow::Takes({}));
}

TEST_CASE("stddev: is absent without numbers, and holds no memory then") {
  Spread spread;
  CHECK_FALSE(spread.window().Get().present());
  spread.Add(0, Value::Int(1));
  CHECK(spread.window().bytes() > 0);
  spread.window().Expire(1);
  CHECK_FALSE(spread.window().Get().present());
  spread.Add(5, Value::Int(1));
  spread.window().Clear();
  CHECK_FALSE(spread.window().Get().present());
}

}  // namespace
}  // namespace sigrun::state::testing
