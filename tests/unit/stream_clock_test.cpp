#include "runtime/state/order/stream_clock.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

namespace sigrun::state {
namespace {

constexpr int64_t kMinute = 60 * kMicrosPerSecond, kHour = 60 * kMinute;
constexpr int64_t kNever = INT64_MIN;

// A clock and how to show it records, each of them different.
struct Shown {
  explicit Shown(Duration lateness) : clock(lateness) {}
  void See(int64_t micros, size_t times = 1) {
    for (size_t i = 0; i < times; ++i) {
      ++mark;
      clock.Observe({micros}, mark, {0, mark, 0});
    }
  }
  int64_t end() const { return clock.end().micros; }

  StreamClock clock;
  uint64_t mark = 0;
};

TEST_CASE("the newest time is the eighth largest, and a record may be late by the lateness") {
  Shown shown(Seconds(10));
  for (int64_t second = 1; second <= 7; ++second) shown.See(second * kMicrosPerSecond);
  CHECK(shown.end() == kNever);
  CHECK_FALSE(shown.clock.IsLate({kNever}));
  shown.See(20 * kMicrosPerSecond);
  CHECK(shown.end() == -9 * kMicrosPerSecond);
  shown.See(21 * kMicrosPerSecond);
  CHECK(shown.end() == -8 * kMicrosPerSecond);
  CHECK_FALSE(shown.clock.IsLate({-8 * kMicrosPerSecond}));
  CHECK(shown.clock.IsLate({-8 * kMicrosPerSecond - 1}));
}

TEST_CASE("seven records move nothing, and records that are the same count once") {
  Shown shown(Seconds(10));
  shown.See(0, 8);
  const int64_t before = shown.end();
  shown.See(59 * kMinute, 7);
  CHECK(shown.end() == before);
  for (int i = 0; i < 100; ++i) shown.clock.Observe({59 * kMinute}, 1'000, {});
  CHECK(shown.end() == 59 * kMinute - 10 * kMicrosPerSecond);
  Shown same(Seconds(10));
  for (int i = 0; i < 100; ++i) same.clock.Observe({0}, 1, {});
  CHECK(same.end() == kNever);
}

TEST_CASE("a jump of more than an hour takes 64 records") {
  Shown shown(Minutes(15));
  shown.See(0, 8);
  shown.See(1000 * kHour, 63);
  CHECK(shown.end() == -15 * kMinute);
  CHECK(shown.clock.ahead() == 63);
  CHECK(shown.clock.first_ahead()->record == 9);
  // The others go on meanwhile.
  shown.See(kMinute, 8);
  CHECK(shown.end() == -14 * kMinute);
  shown.See(1000 * kHour);
  CHECK(shown.end() == 1000 * kHour - 15 * kMinute);
  CHECK(shown.clock.ahead() == 0);
  CHECK_FALSE(shown.clock.first_ahead());
}

TEST_CASE("records far ahead are followed once the stream has come near to them") {
  Shown shown(Minutes(0));
  shown.See(0, 2);
  shown.See(90 * kMinute);
  CHECK(shown.clock.ahead() == 1);
  CHECK(shown.end() == 0);
  shown.See(30 * kMinute);
  CHECK(shown.clock.ahead() == 0);
  CHECK(shown.end() == 90 * kMinute);
}

TEST_CASE("without lateness each record moves the clock, and what has its time is ready") {
  Shown shown(Minutes(0));
  shown.See(500 * kHour);
  CHECK(shown.end() == kNever);  // a single first record decides nothing
  shown.See(0);
  CHECK(shown.end() == kNever);
  shown.See(kMinute);
  CHECK(shown.end() == kMinute);
  CHECK(shown.clock.ready().micros == kMinute + 1);
  CHECK(shown.clock.ahead() == 1);
  shown.See(2 * kMinute);
  CHECK(shown.end() == 2 * kMinute);
}

TEST_CASE("fewer than eight records in the future make no record of the others late") {
  std::mt19937_64 random(1);
  for (int round = 0; round < 200; ++round) {
    std::vector<int64_t> times;
    for (int64_t i = 0; i < 300; ++i) times.push_back(i * kMinute);
    const size_t poisoned = random() % 8;
    std::vector<bool> poison(times.size());
    for (size_t i = 0; i < poisoned; ++i) {
      const size_t at = random() % times.size();
      times[at] += static_cast<int64_t>(random() % (100 * 365 * 24)) * kHour;
      poison[at] = true;
    }
    Shown shown(Minutes(15));
    for (size_t i = 0; i < times.size(); ++i) {
      const bool late = shown.clock.IsLate({times[i]});
      REQUIRE((!late || poison[i]));
      if (!late) shown.See(times[i]);
    }
    CHECK(shown.end() >= (300 - 8 - 8 - 15) * kMinute);
  }
}

}  // namespace
}  // namespace sigrun::state
