// Percentiles of a window: exact while there are few numbers, within the promised error when there
// are many.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "runtime/state/window/quantile_window.h"

namespace sigrun::state {
namespace {

double Exact(std::vector<double> numbers, double percent) {
  std::sort(numbers.begin(), numbers.end());
  const double rank = percent * static_cast<double>(numbers.size() - 1) / 100;
  const auto at = static_cast<size_t>(rank);
  const size_t next = std::min(at + 1, numbers.size() - 1);
  return numbers[at] + (numbers[next] - numbers[at]) * (rank - std::floor(rank));
}

struct Stream {
  std::mt19937_64 random;
  int kind;
  double Next() {
    switch (kind) {
      case 0:
        return std::uniform_real_distribution(0.0, 1000.0)(random);
      case 1:
        return std::lognormal_distribution(3.0, 4.0)(random);
      case 2:
        return -std::lognormal_distribution(0.0, 2.0)(random);
      default:
        return std::floor(std::exponential_distribution(0.01)(random)) + 1;
    }
  }
};

constexpr double kPercents[] = {0, 1, 25, 50, 90, 99, 99.9, 100};

TEST_CASE("a percentile is exact up to the limit, whatever leaves the window") {
  const WindowShape shape(program::WindowKind::kSliding, {500}, 4096);
  for (int kind = 0; kind < 4; ++kind)
    for (const double percent : kPercents) {
      Stream stream{std::mt19937_64(7), kind};
      QuantileWindow window(percent);
      std::vector<double> all;
      for (int64_t t = 0; t < 3000; ++t) {
        all.push_back(stream.Next());
        window.Expire(t - 500);
        window.Add(shape, t, Value::Float(all.back()));
        const auto begin = all.begin() + std::max<int64_t>(0, t - 500);
        if (t % 97 == 0)
          CHECK(window.Get().number == doctest::Approx(Exact({begin, all.end()}, percent)));
      }
    }
}

TEST_CASE("above the limit a percentile is within 1 % of one whose oldest part may be too old") {
  const WindowShape shape(program::WindowKind::kSliding, {64'000}, 4096);
  for (int kind = 0; kind < 4; ++kind)
    for (const double percent : kPercents) {
      CAPTURE(kind);
      CAPTURE(percent);
      Stream stream{std::mt19937_64(static_cast<uint64_t>(kind)), kind};
      QuantileWindow window(percent);
      std::vector<double> all;
      for (int64_t t = 0; t < 100'000; t += 5) {
        all.push_back(stream.Next());
        window.Expire(t - 64'000);
        window.Add(shape, t, Value::Float(all.back()));
        if (t % 9'995 != 0) continue;
        // A part is kept until its last number leaves: the window begins at a multiple of 1000.
        const int64_t begin = std::max<int64_t>(0, (t - 64'000) / 1000 * 1000) / 5;
        const double exact = Exact({all.begin() + begin, all.end()}, percent);
        CHECK(std::abs(window.Get().number - exact) <= 0.01 * std::abs(exact));
      }
      CHECK(window.bytes() < size_t{1} << 20);
    }
}

TEST_CASE("a percentile over many sizes keeps within its memory and comes back to being exact") {
  const WindowShape shape(program::WindowKind::kSliding, {64'000}, 4096);
  std::mt19937_64 random(3);
  QuantileWindow window(50);
  for (int64_t t = 0; t < 60'000; ++t) {
    const double size = std::exp(std::uniform_real_distribution(-40.0, 40.0)(random));
    window.Add(shape, t, Value::Float(t % 2 == 0 ? size : -size));
    CHECK(window.bytes() < size_t{1} << 20);
  }
  window.Expire(60'000);
  CHECK_FALSE(window.Get().present());
  window.Add(shape, 60'000, Value::Int(3));
  window.Add(shape, 60'001, Value::Int(4));
  CHECK(window.Get().number == 3.5);
  window.Clear();
  CHECK_FALSE(window.Get().present());
}

}  // namespace
}  // namespace sigrun::state
