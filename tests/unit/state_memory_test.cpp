// Which state is dropped when memory is short or limits are exceeded, and that nothing else is.
#include <doctest/doctest.h>

#include <map>
#include <random>

#include "state_support.h"

namespace sigrun::state::testing {
namespace {

using program::CellKind;
using stdlib::AggregateKind;

constexpr int64_t kSecond = kMicrosPerSecond;

void FeedOne(KeyedState& state, uint32_t rule, int64_t time, int64_t group) {
  const Value value = Value::Int(group);
  state.Apply(At(time), FeedOf(rule, {&value, 1}));
}

Value Uuid(std::string& storage, uint64_t n) {
  storage = "0a1b2c3d-0000-4000-8000-" + std::string(12 - std::to_string(n).size(), '0') +
            std::to_string(n);
  return Value::String(storage);
}

}  // namespace

TEST_CASE("memory stays within its limit and the groups fed longest ago go first") {
  ProgramMaker maker;
  maker.Add(CountRule(maker.Sliding(Hours(1))));
  Limits limits;
  limits.memory_bytes = 200'000;
  Condition condition = AtLeast(2);
  Recorder recorder;
  KeyedState state(maker.program, limits, condition, recorder);
  FeedOne(state, 0, 0, 0);
  for (int64_t group = 1; group < 5000; ++group) {
    FeedOne(state, 0, group, group);
    CHECK(state.memory_bytes() <= limits.memory_bytes);
  }
  const RuleStateStats& stats = state.stats(0);
  CHECK(stats.groups_evicted + stats.groups == 5000);
  CHECK(stats.groups > 300);
  FeedOne(state, 0, 6000, 0);  // was dropped: its window restarts
  CHECK(recorder.firings.empty());
  FeedOne(state, 0, 6001, 4999);  // still there
  CHECK(recorder.firings.size() == 1);
}

TEST_CASE("a group that is fed is not given up for ones that are not, over all rules") {
  ProgramMaker maker;
  maker.Add(CountRule(maker.Sliding(Hours(1))));
  maker.Add(CountRule(maker.Sliding(Hours(1))));
  Limits limits;
  limits.memory_bytes = 100'000;
  Condition never([](uint32_t, const StateFrame&) { return false; });
  Recorder recorder;
  KeyedState state(maker.program, limits, never, recorder);
  for (int64_t i = 0; i < 2000; ++i) {
    FeedOne(state, 0, i, 7);
    FeedOne(state, 1, i, i);
  }
  CHECK(state.stats(0).groups_evicted == 0);
  CHECK(state.stats(1).groups_evicted > 1000);
}

TEST_CASE(
    "a rule below its share of the memory loses nothing, however long ago its groups were fed") {
  ProgramMaker maker;
  for (int rule = 0; rule < 3; ++rule) maker.Add(CountRule(maker.Sliding(Hours(1))));
  Limits limits;
  limits.memory_bytes = 300'000;
  Condition never([](uint32_t, const StateFrame&) { return false; });
  Recorder recorder;
  KeyedState state(maker.program, limits, never, recorder);
  for (int64_t i = 0; i < 100; ++i) FeedOne(state, 0, i, i);
  const size_t others = state.memory_bytes();
  CHECK(others < limits.memory_bytes / 3);
  for (int64_t i = 100; i < 5000; ++i) FeedOne(state, 1, i, i);
  // Unused memory may be borrowed.
  CHECK(state.memory_bytes() - others > limits.memory_bytes / 2);
  CHECK(state.stats(0).groups_evicted == 0);
  CHECK(state.stats(1).groups_evicted > 0);
  // And is returned to a rule that has less.
  const uint64_t borrowed = state.stats(1).groups;
  for (int64_t i = 5000; i < 9000; ++i) FeedOne(state, 2, i, i);
  CHECK(state.stats(0).groups == 100);
  CHECK(state.stats(1).groups < borrowed);
  CHECK(state.stats(1).groups > borrowed / 4);
  CHECK(state.stats(2).groups_evicted > 0);
}

TEST_CASE("one group too large for the memory is given up as well") {
  ProgramMaker maker;
  maker.Add(CountRule(maker.Sliding(Hours(1))));
  Limits limits;
  limits.memory_bytes = 2'000;
  Condition never([](uint32_t, const StateFrame&) { return false; });
  Recorder recorder;
  KeyedState state(maker.program, limits, never, recorder);
  for (int64_t i = 0; i < 1000; ++i) FeedOne(state, 0, i, 1);
  CHECK(state.stats(0).groups_evicted > 0);
  CHECK(state.memory_bytes() <= limits.memory_bytes);
}

TEST_CASE("groups with nothing left in their window are removed without being evicted") {
  ProgramMaker maker;
  maker.Add(CountRule(maker.Sliding(Seconds(10))));
  Condition never([](uint32_t, const StateFrame&) { return false; });
  Recorder recorder;
  KeyedState state(maker.program, {}, never, recorder);
  for (int64_t i = 0; i < 10'000; ++i) FeedOne(state, 0, i * kSecond, i);
  CHECK(state.stats(0).groups <= 12);
  CHECK(state.stats(0).groups_evicted == 0);
  CHECK(state.memory_bytes() < 50'000);
}

TEST_CASE("first-seen memories give up what was seen longest ago") {
  ProgramMaker maker;
  program::Stateful rule;
  rule.first_seen = {maker.Seen(1, Days(30), {0})};
  rule.cells = {{CellKind::kFirstSeen, 0}};
  maker.Add(rule);
  Limits limits;
  limits.memory_bytes = 100'000;
  Condition first([](uint32_t, const StateFrame& frame) { return frame.Cell(0).flag; });
  Recorder recorder;
  KeyedState state(maker.program, limits, first, recorder);
  const auto see = [&](int64_t time, int64_t tuple) {
    const Value argument = Value::Int(tuple);
    Feed feed;
    feed.first_seen = 1;
    feed.arguments = {&argument, 1};
    const size_t before = recorder.firings.size();
    state.Apply(At(time), feed);
    CHECK(state.memory_bytes() <= limits.memory_bytes);
    return recorder.firings.size() > before;
  };
  for (int64_t i = 0; i < 20'000; ++i) CHECK(see(i, i));
  CHECK(state.stats(0).first_seen_evicted > 10'000);
  CHECK_FALSE(see(20'000, 19'999));
  CHECK(see(20'001, 0));
}

TEST_CASE("a distinct count above its limit is a lower bound, and counted as such") {
  Limits limits;
  limits.distinct_values = 20;
  OneAggregate distinct(AggregateKind::kDistinct, 1000, limits);
  const auto feed = [&](int64_t time, int64_t value) {
    return distinct.Take(time, Value::Int(value)).integer;
  };
  for (int64_t i = 0; i < 20; ++i) CHECK(feed(i, i) == i + 1);
  CHECK(distinct.stats().distinct_capped == 0);
  for (int64_t i = 20; i < 30; ++i) CHECK(feed(i, i) == 20);
  CHECK(distinct.stats().distinct_capped == 10);
  CHECK(feed(1029, 29) == 1);  // 29 alone is in the window: exact again
  CHECK(feed(1029, 1) == 2);
}

TEST_CASE("above its steps a window may hold a little too much and never too little") {
  constexpr int64_t kLength = 10'000;
  constexpr AggregateKind kKinds[] = {AggregateKind::kCount, AggregateKind::kSum,
                                      AggregateKind::kMin,   AggregateKind::kMax,
                                      AggregateKind::kFirst, AggregateKind::kLast};
  ProgramMaker maker;
  program::Stateful rule = CountRule(maker.Sliding({kLength}));
  rule.aggregates.clear();
  rule.cells.clear();
  for (const AggregateKind kind : kKinds) {
    rule.cells.push_back({CellKind::kAggregate, static_cast<uint32_t>(rule.aggregates.size())});
    rule.aggregates.push_back(ProgramMaker::Over(kind, kind == AggregateKind::kCount ? 0 : 1));
  }
  maker.Add(rule);
  Limits limits;
  limits.window_steps = 100;  // steps of 100
  std::mt19937_64 random(1);
  std::vector<std::pair<int64_t, int64_t>> all;
  const auto naive = [&](int64_t start, int which) {
    int64_t count = 0, sum = 0, least = INT64_MAX, greatest = INT64_MIN, first = 0, last = 0;
    for (const auto& [t, v] : all) {
      if (t < start) continue;
      if (count++ == 0) first = v;
      sum += v;
      least = std::min(least, v);
      greatest = std::max(greatest, v);
      last = v;
    }
    const int64_t results[] = {count, sum, least, greatest, first, last};
    return results[which];
  };
  int64_t time = 0;
  bool inexact = false;
  Condition condition([&](uint32_t, const StateFrame& frame) {
    const int64_t start = time - kLength;
    const int64_t count = frame.Cell(0).integer;
    CHECK(count >= naive(start, 0));
    CHECK(count <= naive(start - 100, 0));
    CHECK(frame.Cell(1).integer >= naive(start, 1));
    CHECK(frame.Cell(1).integer <= naive(start - 100, 1));
    CHECK(frame.Cell(2).integer <= naive(start, 2));
    CHECK(frame.Cell(2).integer >= naive(start - 100, 2));
    CHECK(frame.Cell(3).integer >= naive(start, 3));
    CHECK(frame.Cell(3).integer <= naive(start - 100, 3));
    CHECK(frame.Cell(5).integer == naive(start, 5));
    inexact |= count != naive(start, 0);
    return false;
  });
  Recorder recorder;
  KeyedState state(maker.program, limits, condition, recorder);
  const Value group = Value::Int(1);
  for (int i = 0; i < 1500; ++i) {
    time += static_cast<int64_t>(random() % 30) + (i == 1200 ? 20'000 : 0);
    const auto value = static_cast<int64_t>(random() % 1000);
    all.emplace_back(time, value);
    std::vector<Value> arguments(5, Value::Int(value));
    Feed feed = FeedOf(0, {&group, 1}, arguments);
    feed.aggregates = 63;
    state.Apply(At(time), feed);
  }
  CHECK(inexact);
  CHECK(state.memory_bytes() < 40'000);
}

TEST_CASE("integer sums are exact in 64 bits and stop at their ends") {
  OneAggregate sum(AggregateKind::kSum, 10);
  const auto feed = [&](int64_t time, const Value& argument) { return sum.Take(time, argument); };
  CHECK(feed(0, Value::Int(INT64_MAX)).integer == INT64_MAX);
  CHECK(feed(1, Value::Int(5)).integer == INT64_MAX);
  CHECK(feed(11, Value::Int(INT64_MIN)).integer == INT64_MIN + 5);
  CHECK(feed(30, Value::Int((int64_t{1} << 53) + 1)).integer == (int64_t{1} << 53) + 1);
  CHECK(feed(50, Value::Float(0.1)).number == 0.1);
  feed(51, Value::Float(1e17));
  CHECK(feed(52, Value::Float(0.2)).kind == Kind::kFloat);
  CHECK(feed(62, Value::Int(0)).number == 0.2);  // 0.1 and 1e17 have left without a trace
  feed(80, Value::Float(1.5e308));
  feed(81, Value::Float(1.5e308));
  CHECK(feed(91, Value::Float(0.5)).number == 1.5e308);
  CHECK(feed(92, Value::Float(0.5)).number == 1.0);
}

TEST_CASE("least and greatest compare numbers exactly and text byte by byte") {
  ProgramMaker maker;
  program::Stateful rule = CountRule(maker.Sliding({10}));
  rule.aggregates = {ProgramMaker::Over(AggregateKind::kMin, 1),
                     ProgramMaker::Over(AggregateKind::kMax, 1)};
  rule.cells = {{CellKind::kAggregate, 0}, {CellKind::kAggregate, 1}};
  maker.Add(rule);
  Value least, greatest;
  std::string least_text, greatest_text;
  Condition condition([&](uint32_t, const StateFrame& frame) {
    least = frame.Cell(0);
    greatest = frame.Cell(1);
    if (least.kind == Kind::kString) least_text = least.text();
    if (greatest.kind == Kind::kString) greatest_text = greatest.text();
    return false;
  });
  Recorder recorder;
  KeyedState state(maker.program, {}, condition, recorder);
  const Value group = Value::Int(1);
  const auto feed = [&](int64_t time, Value argument) {
    const std::vector<Value> both(2, argument);
    Feed one = FeedOf(0, {&group, 1}, both);
    one.aggregates = 3;
    state.Apply(At(time), one);
  };
  feed(0, Value::Int((int64_t{1} << 53) + 1));
  feed(0, Value::Float(9007199254740992.0));
  CHECK(least.kind == Kind::kFloat);
  CHECK(greatest.kind == Kind::kInt);
  for (const char* text : {"b", "a", "ab"}) {
    std::string copy = text;  // removed before the next feed
    feed(100, Value::String(copy));
  }
  CHECK(least_text == "a");
  CHECK(greatest_text == "b");
  feed(105, Value::Time({5}));
  CHECK(least.kind == Kind::kTime);
  CHECK(greatest_text == "b");
}

TEST_CASE("event ids come back as they were written") {
  ProgramMaker maker;
  maker.Add(CountRule(maker.Sliding({100})));
  Limits limits;
  limits.evidence = 5;
  Condition condition = AtLeast(8);
  Recorder recorder;
  KeyedState state(maker.program, limits, condition, recorder);
  const Value group = Value::Int(1);
  const std::vector<std::string> ids = {"gone",
                                        "gone too",
                                        "0a1b2c3d-0000-4000-8000-0000000000ff",
                                        "0A1B2C3D-0000-4000-8000-0000000000FF",
                                        "",
                                        "0a1b2c3d000040008000-0000000000ff-xx",
                                        "0a1b2c3d-0000-4000-8000-0000000000fg",
                                        "ffffffff-ffff-ffff-ffff-ffffffffffff"};
  for (const std::string& id : ids) state.Apply(At(1, id), FeedOf(0, {&group, 1}));
  REQUIRE(recorder.firings.size() == 1);
  CHECK(recorder.firings[0].ids == std::vector<std::string>(ids.begin() + 3, ids.end()));
  CHECK(recorder.firings[0].count == 8);
}

TEST_CASE("many distinct values keep their exact counts while they come and go") {
  OneAggregate distinct(AggregateKind::kDistinct, 1000);
  std::mt19937_64 random(3);
  std::map<int64_t, int64_t> last;
  int64_t time = 0;
  for (int i = 0; i < 20'000; ++i) {
    time += random() % 100 == 0 ? 900 : static_cast<int64_t>(random() % 4);
    const auto number = static_cast<int64_t>(random() % 700);
    last[number] = time;
    std::string storage;
    const Value argument = Uuid(storage, static_cast<uint64_t>(number));
    const int64_t count = distinct.Take(time, argument).integer;
    int64_t wanted = 0;
    for (const auto& [value, seen] : last) wanted += seen >= time - 1000;
    REQUIRE(count == wanted);
  }
}

}  // namespace sigrun::state::testing
