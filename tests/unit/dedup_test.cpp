#include "runtime/state/seen/dedup.h"

#include <doctest/doctest.h>

#include <random>
#include <set>

namespace sigrun::state {
namespace {

using enum Dedup::Verdict;

Timestamp Hour(int64_t hour, int64_t micros = 0) {
  return {hour * 3600 * kMicrosPerSecond + micros};
}

}  // namespace

TEST_CASE("a copy is known by its identity, whatever its time") {
  Dedup dedup;
  CHECK(dedup.Insert({1, 2}, Hour(0)) == kNew);
  CHECK(dedup.Insert({1, 2}, Hour(0)) == kCopy);
  CHECK(dedup.Insert({1, 2}, Hour(50)) == kCopy);
  CHECK(dedup.Insert({2, 1}, Hour(0)) == kNew);
  CHECK(dedup.Insert({0, 0}, Hour(-1)) == kNew);
  CHECK(dedup.Insert({0, 0}, Hour(-1)) == kCopy);
  CHECK(dedup.forgotten() == 0);
}

TEST_CASE("a record with another print is no copy, and its identity is contested") {
  Dedup dedup;
  CHECK(dedup.Insert({1, 2}, Hour(0), {0, 7}) == kNew);
  CHECK(dedup.Insert({1, 2}, Hour(0), {0, 7}) == kCopy);
  CHECK_FALSE(dedup.IsContested({1, 2}));
  CHECK(dedup.Insert({1, 2}, Hour(0), {7, 0}) == kDiffers);
  CHECK(dedup.IsContested({1, 2}));
  CHECK(dedup.Insert({1, 2}, Hour(9), {0, 7}) == kCopy);
  CHECK_FALSE(dedup.IsContested({2, 1}));
}

// Identities chosen so that a table with a publicly known hash function would put them all in one
// place. No time is measured: with quadratic work this test does not end.
TEST_CASE("identities that somebody has chosen are as good as any") {
  constexpr uint64_t kOnceKnown = 0x9e3779b97f4a7c15;
  Dedup dedup;
  std::mt19937_64 random(1);
  constexpr size_t kMany = 1'000'000;
  for (size_t i = 0; i < kMany; ++i) {
    const uint64_t low = random();
    dedup.Insert({0x1234567 ^ (low * kOnceKnown), low}, Hour(0));
  }
  CHECK(dedup.size() == kMany);
}

TEST_CASE("a small set is small") {
  Dedup dedup;
  CHECK(dedup.memory_bytes() == 0);
  for (uint64_t i = 0; i < 20; ++i) dedup.Insert({i, i * i}, Hour(0));
  CHECK(dedup.memory_bytes() < 1200);
}

TEST_CASE("it agrees with a set on random events") {
  std::mt19937_64 random(1);
  Dedup dedup;
  std::set<uint64_t> seen;
  for (int i = 0; i < 300'000; ++i) {
    const uint64_t id = random() % 200'000;
    const auto verdict = dedup.Insert({id >> 3, id & 7}, Hour(static_cast<int64_t>(random() % 40)));
    REQUIRE(verdict == (seen.insert(id).second ? kNew : kCopy));
  }
  CHECK(dedup.size() == seen.size());
  CHECK(dedup.memory_bytes() <= 74 * seen.size());
}

TEST_CASE("above the memory limit the oldest hours go and are counted") {
  Dedup dedup(256 * 1024);
  uint64_t next = 0;
  for (int64_t hour = 0; hour < 100; ++hour)
    for (int i = 0; i < 500; ++i, ++next) CHECK(dedup.Insert({next, ~next}, Hour(hour)) == kNew);
  CHECK(dedup.memory_bytes() <= 256 * 1024);
  CHECK(dedup.forgotten() + dedup.size() == next);
  CHECK(dedup.size() > 2'500);
  CHECK(dedup.Insert({next - 1, ~(next - 1)}, Hour(99)) == kCopy);
  CHECK(dedup.Insert({0, ~uint64_t{0}}, Hour(0)) == kNew);
  CHECK(dedup.Insert({0, ~uint64_t{0}}, Hour(0)) == kCopy);
}

}  // namespace sigrun::state
