#include "runtime/state/dedup.h"

#include <doctest/doctest.h>

#include <random>
#include <set>

namespace sigrun::state {
namespace {

Timestamp Hour(int64_t hour, int64_t micros = 0) {
  return {hour * 3600 * kMicrosPerSecond + micros};
}

}  // namespace

TEST_CASE("a copy is known by its identity, whatever its time") {
  Dedup dedup;
  CHECK(dedup.Insert({1, 2}, Hour(0)));
  CHECK_FALSE(dedup.Insert({1, 2}, Hour(0)));
  CHECK_FALSE(dedup.Insert({1, 2}, Hour(50)));
  CHECK(dedup.Insert({2, 1}, Hour(0)));
  CHECK(dedup.Insert({0, 0}, Hour(-1)));
  CHECK_FALSE(dedup.Insert({0, 0}, Hour(-1)));
  CHECK(dedup.forgotten() == 0);
}

TEST_CASE("a small set is small") {
  Dedup dedup;
  CHECK(dedup.memory_bytes() == 0);
  for (uint64_t i = 0; i < 20; ++i) dedup.Insert({i, i * i}, Hour(0));
  CHECK(dedup.memory_bytes() < 1024);
}

TEST_CASE("it agrees with a set on random events") {
  std::mt19937_64 random(1);
  Dedup dedup;
  std::set<uint64_t> seen;
  for (int i = 0; i < 300'000; ++i) {
    const uint64_t id = random() % 200'000;
    REQUIRE(dedup.Insert({id >> 3, id & 7}, Hour(static_cast<int64_t>(random() % 40))) ==
            seen.insert(id).second);
  }
  CHECK(dedup.size() == seen.size());
  CHECK(dedup.memory_bytes() <= 42 * seen.size());
}

TEST_CASE("above the memory limit the oldest hours go and are counted") {
  Dedup dedup(256 * 1024);
  uint64_t next = 0;
  for (int64_t hour = 0; hour < 100; ++hour)
    for (int i = 0; i < 500; ++i, ++next) CHECK(dedup.Insert({next, ~next}, Hour(hour)));
  CHECK(dedup.memory_bytes() <= 256 * 1024);
  CHECK(dedup.forgotten() + dedup.size() == next);
  CHECK(dedup.size() > 4'000);
  CHECK_FALSE(dedup.Insert({next - 1, ~(next - 1)}, Hour(99)));
  CHECK(dedup.Insert({0, ~uint64_t{0}}, Hour(0)));
  CHECK_FALSE(dedup.Insert({0, ~uint64_t{0}}, Hour(0)));
}

}  // namespace sigrun::state
