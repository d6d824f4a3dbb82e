#include "engine/suppressor.h"

#include <doctest/doctest.h>

#include <random>

namespace sigrun::engine {
namespace {

Timestamp At(int64_t seconds) { return {seconds * kMicrosPerSecond}; }

TEST_CASE("an alert passes again at exactly the time after the one that passed") {
  for (const AlertOrder order : {AlertOrder::kByTime, AlertOrder::kAnyTime}) {
    Suppressor suppressor(2, order);
    CHECK(suppressor.Pass(0, "a", At(0), Seconds(10)));
    CHECK_FALSE(suppressor.Pass(0, "a", At(0), Seconds(10)));
    CHECK_FALSE(suppressor.Pass(0, "a", At(9), Seconds(10)));  // does not prolong it
    CHECK(suppressor.Pass(0, "b", At(9), Seconds(10)));
    CHECK(suppressor.Pass(1, "a", At(9), Seconds(10)));
    CHECK(suppressor.Pass(0, "a", At(10), Seconds(10)));
    CHECK_FALSE(suppressor.Pass(0, "a", At(19), Seconds(10)));
    CHECK(suppressor.suppressed(0) == 3);
    CHECK(suppressor.suppressed(1) == 0);
  }
}

TEST_CASE("a late alert is held by one that passed before it or after it") {
  Suppressor suppressor(1, AlertOrder::kAnyTime);
  for (const int64_t time : {0, 100, 200}) CHECK(suppressor.Pass(0, "a", At(time), Seconds(10)));
  CHECK_FALSE(suppressor.Pass(0, "a", At(95), Seconds(10)));
  CHECK_FALSE(suppressor.Pass(0, "a", At(9), Seconds(10)));
  CHECK_FALSE(suppressor.Pass(0, "a", At(-9), Seconds(10)));
  CHECK(suppressor.Pass(0, "a", At(-10), Seconds(10)));
  CHECK(suppressor.Pass(0, "a", At(50), Seconds(10)));
  CHECK_FALSE(suppressor.Pass(0, "a", At(59), Seconds(10)));
  CHECK_FALSE(suppressor.Pass(0, "a", At(41), Seconds(10)));
}

TEST_CASE("no two alerts that pass are nearer than the time, in whatever order they come") {
  std::mt19937_64 random(1);
  Suppressor suppressor(1, AlertOrder::kAnyTime);
  std::vector<int64_t> passed;
  for (int i = 0; i < 2'000; ++i) {
    const auto time = static_cast<int64_t>(random() % 100'000);
    bool near = false;
    for (const int64_t each : passed) near |= std::abs(each - time) < 60;
    const bool passes = suppressor.Pass(0, "key", At(time), Seconds(60));
    REQUIRE(passes == !near);
    if (passes) passed.push_back(time);
  }
}

}  // namespace
}  // namespace sigrun::engine
