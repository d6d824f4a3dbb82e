#include "engine/record/suppressor.h"

#include <doctest/doctest.h>

#include <random>
#include <string>

namespace sigrun::engine {
namespace {

constexpr size_t kPlenty = 1 << 20;

Timestamp At(int64_t seconds) { return {seconds * kMicrosPerSecond}; }

TEST_CASE("an alert passes again at exactly the time after the one that passed") {
  for (const AlertOrder order : {AlertOrder::kByTime, AlertOrder::kAnyTime}) {
    Suppressor suppressor(2, order, kPlenty);
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
  Suppressor suppressor(1, AlertOrder::kAnyTime, kPlenty);
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
  Suppressor suppressor(1, AlertOrder::kAnyTime, kPlenty);
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

TEST_CASE("what is remembered is bounded, and invented keys drive out no other rule's") {
  for (const AlertOrder order : {AlertOrder::kByTime, AlertOrder::kAnyTime}) {
    Suppressor suppressor(2, order, 80 * 100);
    REQUIRE(suppressor.Pass(0, "one", At(0), Days(1)));
    for (int i = 0; i < 10'000; ++i)
      REQUIRE(suppressor.Pass(1, "key " + std::to_string(i), At(i), Days(1)));
    CHECK_FALSE(suppressor.Pass(0, "one", At(10'000), Days(1)));
    CHECK_FALSE(suppressor.Pass(1, "key 9999", At(10'000), Days(1)));
    CHECK(suppressor.Pass(1, "key 0", At(10'000), Days(1)));
    CHECK(suppressor.forgotten(0) == 0);
    CHECK(suppressor.forgotten(1) > 9'800);
    CHECK(suppressor.forgotten(1) < 10'001);
  }
}

TEST_CASE("what has ended goes first, and does not count as forgotten") {
  Suppressor suppressor(2, AlertOrder::kByTime, 80 * 100);
  REQUIRE(suppressor.Pass(0, "day", At(0), Days(1)));
  for (int i = 0; i < 10'000; ++i)
    REQUIRE(suppressor.Pass(0, std::to_string(i), At(i), Seconds(10)));
  CHECK_FALSE(suppressor.Pass(0, "day", At(10'000), Days(1)));
  CHECK(suppressor.forgotten(0) == 0);
}

TEST_CASE("the times of one key in a stream are bounded, too") {
  Suppressor suppressor(1, AlertOrder::kAnyTime, 80 * 100);
  for (int i = 0; i < 10'000; ++i) REQUIRE(suppressor.Pass(0, "a", At(i * 10), Seconds(10)));
  CHECK_FALSE(suppressor.Pass(0, "a", At(99'985), Seconds(10)));
  CHECK(suppressor.Pass(0, "a", At(5), Seconds(5)));
  CHECK(suppressor.forgotten(0) > 9'800);
}

}  // namespace
}  // namespace sigrun::engine
