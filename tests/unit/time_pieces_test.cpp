#include "runtime/state/order/time_pieces.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace sigrun::state {
namespace {

constexpr int64_t kDay = 24 * 3600 * kMicrosPerSecond;

Body BodyOf(const std::vector<int64_t>& times) {
  TimePieces pieces;
  for (size_t i = 0; i < times.size(); ++i) pieces.Add({times[i]}, {0, i + 1, 0});
  return pieces.FindBody();
}

// By the definition: sorted, cut, and looked at from both ends.
Body Judge(std::vector<int64_t> times) {
  std::sort(times.begin(), times.end());
  std::vector<std::vector<int64_t>> pieces;
  for (const int64_t time : times) {
    if (pieces.empty() || time - pieces.back().back() > 7 * kDay) pieces.emplace_back();
    pieces.back().push_back(time);
  }
  Body body{{times.front()}, {times.back()}, 0, 0, {}, {}};
  const auto small = [&](const auto& piece) {
    return piece.size() < 2 || static_cast<double>(piece.size()) < 0.001 * double(times.size());
  };
  if (std::all_of(pieces.begin(), pieces.end(), small)) return body;
  for (; small(pieces.front()); pieces.erase(pieces.begin())) body.behind += pieces.front().size();
  for (; small(pieces.back()); pieces.pop_back()) body.ahead += pieces.back().size();
  body.begin = {pieces.front().front()};
  body.end = {pieces.back().back()};
  return body;
}

void CheckSame(const Body& a, const Body& b) {
  CHECK(a.begin == b.begin);
  CHECK(a.end == b.end);
  CHECK(a.behind == b.behind);
  CHECK(a.ahead == b.ahead);
}

TEST_CASE("a few records far from all others are not of the body") {
  const Body body = BodyOf({0, -9000 * kDay, kDay, 2 * kDay, 3000 * kDay, 3000 * kDay - 1});
  CHECK(body.begin.micros == 0);
  CHECK(body.end.micros == 3000 * kDay);  // two records are a piece
  CHECK(body.behind == 1);
  CHECK(body.ahead == 0);
  CHECK(body.first_behind->record == 2);
  CHECK_FALSE(body.first_ahead);
}

TEST_CASE("a gap of exactly a week cuts nothing") {
  CHECK(BodyOf({0, 0, 7 * kDay}).ahead == 0);
  CHECK(BodyOf({0, 0, 7 * kDay + 1}).ahead == 1);
  CHECK(BodyOf({0, 0, 14 * kDay, 7 * kDay}).ahead == 0);
}

TEST_CASE("where no piece is large enough all are the body") {
  CheckSame(BodyOf({0}), {{0}, {0}, 0, 0, {}, {}});
  CheckSame(BodyOf({0, 100 * kDay, 50 * kDay}), {{0}, {100 * kDay}, 0, 0, {}, {}});
}

TEST_CASE("in a large log a piece needs a thousandth of the records") {
  std::vector<int64_t> times(10'000, 0);
  for (int i = 0; i < 9; ++i) times.push_back(100 * kDay);
  CHECK(BodyOf(times).ahead == 9);
  for (int i = 0; i < 3; ++i) times.push_back(100 * kDay);
  CHECK(BodyOf(times).ahead == 0);
}

TEST_CASE("the body is that of the definition, whatever the order") {
  std::mt19937_64 random(1);
  for (int round = 0; round < 300; ++round) {
    std::vector<int64_t> times;
    const size_t groups = 1 + random() % 12;
    for (size_t group = 0; group < groups; ++group) {
      const auto start = static_cast<int64_t>(random() % 200) * kDay;
      const size_t records = random() % 4 == 0 ? random() % 3'000 : random() % 4;
      for (size_t i = 0; i <= records; ++i)
        times.push_back(start + static_cast<int64_t>(random() % 1'000) * kDay / 50);
    }
    std::shuffle(times.begin(), times.end(), random);
    CheckSame(BodyOf(times), Judge(times));
  }
}

}  // namespace
}  // namespace sigrun::state
