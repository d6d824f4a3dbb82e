// When a rule fires, and which events count at the edges of windows, histories and bins.
#include <doctest/doctest.h>

#include "state_support.h"

namespace sigrun::state::testing {
namespace {

using program::CellKind;
using stdlib::AggregateKind;
using Times = std::vector<int64_t>;

// Feeds a counting rule at the given times; returns the times of its firings.
Times FiringTimes(ProgramMaker& maker, int64_t threshold, const Times& feeds) {
  Condition condition = AtLeast(threshold);
  Recorder recorder;
  KeyedState state(maker.program, {}, condition, recorder);
  const Value group = Value::String("alice");
  for (const int64_t time : feeds) state.Apply(At(time), FeedOf(0, {&group, 1}));
  return recorder.times();
}

Times Sliding(int64_t length, int64_t threshold, const Times& feeds) {
  ProgramMaker maker;
  maker.Add(CountRule(maker.Sliding({length})));
  return FiringTimes(maker, threshold, feeds);
}

Times Tumbling(int64_t length, int64_t threshold, const Times& feeds) {
  ProgramMaker maker;
  maker.Add(CountRule(maker.Tumbling({length})));
  return FiringTimes(maker, threshold, feeds);
}

}  // namespace

TEST_CASE("events exactly the length apart share a sliding window") {
  CHECK(Sliding(10, 2, {0, 10}) == Times{10});
  CHECK(Sliding(10, 2, {0, 11}) == Times{});
}

TEST_CASE("events of one time all count") {
  CHECK(Sliding(10, 3, {5, 5, 5}) == Times{5});
  CHECK(Sliding(0, 2, {5, 5, 6}) == Times{5});
}

TEST_CASE("a rule fires when its condition turns true and not while it stays true") {
  CHECK(Sliding(10, 2, {0, 1, 2, 3}) == Times{1});
}

TEST_CASE("a rule fires again once its condition was false at a feed") {
  CHECK(Sliding(10, 2, {0, 1, 12, 13}) == Times{1, 13});
}

TEST_CASE("a rule whose condition stays true fires again once the window has left the firing") {
  CHECK(Sliding(10, 2, {0, 1, 5, 10, 11, 12}) == Times{1, 12});
}

TEST_CASE("tumbling windows are aligned to the epoch and hold their start only") {
  CHECK(Tumbling(10, 2, {9, 10}) == Times{});
  CHECK(Tumbling(10, 2, {10, 19}) == Times{19});
  CHECK(Tumbling(10, 2, {-1, 0}) == Times{});
  CHECK(Tumbling(10, 2, {-10, -1}) == Times{-1});
}

TEST_CASE("a tumbling rule fires once in each window") {
  CHECK(Tumbling(10, 1, {1, 2, 10, 15, 20}) == Times{1, 10, 20});
}

TEST_CASE("the firing names its window with both ends included") {
  ProgramMaker maker;
  maker.Add(CountRule(maker.Sliding({10})));
  maker.Add(CountRule(maker.Tumbling({10})));
  Condition condition = AtLeast(1);
  Recorder recorder;
  KeyedState state(maker.program, {}, condition, recorder);
  const Value group = Value::Int(1);
  state.Apply(At(-3), FeedOf(0, {&group, 1}));
  state.Apply(At(-3), FeedOf(1, {&group, 1}));
  REQUIRE(recorder.firings.size() == 2);
  CHECK(recorder.firings[0].start == -13);
  CHECK(recorder.firings[0].end == -3);
  CHECK(recorder.firings[1].start == -10);
  CHECK(recorder.firings[1].end == -1);
}

TEST_CASE("groups are told apart by canonical value, and an absent one is a group") {
  ProgramMaker maker;
  maker.Add(CountRule(maker.Sliding({10})));
  std::vector<int64_t> counts;
  Condition condition([&](uint32_t, const StateFrame& frame) {
    counts.push_back(frame.Cell(0).integer);
    return false;
  });
  Recorder recorder;
  KeyedState state(maker.program, {}, condition, recorder);
  for (const Value& group : {Value(), Value::Null(), Value::Int(5, "5"), Value::Float(5.0, "5.0"),
                             Value::String("5"), Value::String("a"), Value::String("A"), Value()})
    state.Apply(At(0), FeedOf(0, {&group, 1}));
  CHECK(counts == std::vector<int64_t>{1, 1, 1, 2, 1, 1, 1, 2});
  CHECK(state.stats(0).groups == 6);
}

TEST_CASE("a rule without group values has one group") {
  ProgramMaker maker;
  program::Stateful rule = CountRule(maker.Sliding({10}));
  rule.group.clear();
  maker.Add(rule);
  CHECK(FiringTimes(maker, 2, {0, 1}) == Times{1});
}

TEST_CASE("feeds that come late are taken at the time of the newest, and counted") {
  ProgramMaker maker;
  maker.Add(CountRule(maker.Sliding({10})));
  Condition condition = AtLeast(2);
  Recorder recorder;
  KeyedState state(maker.program, {}, condition, recorder);
  const Value group = Value::Int(1);
  state.Apply(At(100), FeedOf(0, {&group, 1}));
  state.Apply(At(50), FeedOf(0, {&group, 1}));
  REQUIRE(recorder.firings.size() == 1);
  CHECK(recorder.firings[0].end == 100);
  CHECK(state.stats(0).late == 1);
}

TEST_CASE("an argument that is absent or does not fit feeds nothing") {
  OneAggregate sum(AggregateKind::kSum, 10);
  for (const Value& argument :
       {Value(), Value::Null(), Value::String("7"), Value::Bool(true), Value::Float(1.0 / 0.0)})
    sum.Take(0, argument);
  CHECK(sum.stats().feeds == 0);
  CHECK(sum.Take(0, Value::Int(7)).integer == 7);
  CHECK(sum.stats().feeds == 1);
}

TEST_CASE("captures are those of the feed that fired") {
  ProgramMaker maker;
  maker.Add(CountRule(maker.Sliding({10})));
  std::string seen;
  Condition condition([&](uint32_t, const StateFrame& frame) {
    seen += frame.captures()[0].text();
    return false;
  });
  Recorder recorder;
  KeyedState state(maker.program, {}, condition, recorder);
  const Value group = Value::Int(1);
  for (const char* text : {"x", "y"}) {
    const Value capture = Value::String(text);
    Feed feed = FeedOf(0, {&group, 1});
    feed.captures = {&capture, 1};
    state.Apply(At(0), feed);
  }
  CHECK(seen == "xy");
}

namespace {

// The answers of a first_seen cell to a series of (time, tuple).
std::vector<bool> Sightings(Duration history, Duration learn,
                            const std::vector<std::pair<int64_t, int64_t>>& feeds,
                            uint64_t* learning = nullptr) {
  ProgramMaker maker;
  program::Stateful rule;
  rule.first_seen = {maker.Seen(1, history, learn)};
  rule.cells = {{CellKind::kFirstSeen, 0}};
  maker.Add(rule);
  std::vector<bool> answers;
  Condition condition([&](uint32_t, const StateFrame& frame) {
    answers.push_back(frame.Cell(0).flag);
    return frame.Cell(0).flag;
  });
  Recorder recorder;
  KeyedState state(maker.program, {}, condition, recorder);
  for (const auto& [time, tuple] : feeds) {
    const Value argument = Value::Int(tuple);
    Feed feed;
    feed.first_seen = 1;
    feed.arguments = {&argument, 1};
    state.Apply(At(time), feed);
  }
  if (learning != nullptr) *learning = state.stats(0).learning;
  CHECK(state.stats(0).firings == recorder.firings.size());
  for (const FiringRecord& each : recorder.firings) {
    CHECK(!each.has_window);
    CHECK(each.start == each.time);
    CHECK(each.end == each.time);
    CHECK(each.count == 1);
    CHECK(each.ids == std::vector<std::string>{"e"});
  }
  return answers;
}

}  // namespace

TEST_CASE("a tuple is first again only when last seen longer ago than the history") {
  CHECK(Sightings({10}, {0}, {{0, 1}, {10, 1}, {20, 1}, {31, 1}}) ==
        std::vector<bool>{true, false, false, true});
}

TEST_CASE("learning counts from the first feed of the rule and ends after its length") {
  uint64_t learning = 0;
  CHECK(Sightings({100}, {10}, {{5, 1}, {14, 2}, {15, 3}, {16, 1}, {17, 4}}, &learning) ==
        std::vector<bool>{false, false, true, false, true});
  CHECK(learning == 2);
}

TEST_CASE("without learning the first sighting of all is reported") {
  CHECK(Sightings({10}, {0}, {{0, 1}}) == std::vector<bool>{true});
}

TEST_CASE("every feed on which a rule without a window holds fires") {
  ProgramMaker maker;
  program::Stateful rule;
  rule.first_seen = {maker.Seen(1, {10}, {0})};
  maker.Add(rule);
  Condition condition([](uint32_t, const StateFrame&) { return true; });
  Recorder recorder;
  KeyedState state(maker.program, {}, condition, recorder);
  const Value argument = Value::Int(1);
  Feed feed;
  feed.first_seen = 1;
  feed.arguments = {&argument, 1};
  for (const int64_t time : {0, 1, 2}) state.Apply(At(time), feed);
  CHECK(recorder.times() == Times{0, 1, 2});
  CHECK(state.stats(0).groups == 0);
}

namespace {

struct Usual {
  int64_t n;
  Value mean, stddev, median, mad;
};

// The baseline of a count with the given `history` and `every`, at the last of several feeds.
Usual UsualCount(int64_t history, int64_t every, const Times& feeds) {
  ProgramMaker maker;
  program::Stateful rule = CountRule(maker.Sliding({1}));
  rule.baselines = {maker.Usual(0, {history}, {every})};
  rule.cells = {{CellKind::kBaselineN, 0},
                {CellKind::kBaselineMean, 0},
                {CellKind::kBaselineStddev, 0},
                {CellKind::kBaselineMedian, 0},
                {CellKind::kBaselineMad, 0}};
  maker.Add(rule);
  Usual usual{};
  Condition condition([&](uint32_t, const StateFrame& f) {
    usual = {f.Cell(0).integer, f.Cell(1), f.Cell(2), f.Cell(3), f.Cell(4)};
    return false;
  });
  Recorder recorder;
  KeyedState state(maker.program, {}, condition, recorder);
  const Value group = Value::Int(1);
  for (const int64_t time : feeds) state.Apply(At(time), FeedOf(0, {&group, 1}));
  return usual;
}

}  // namespace

TEST_CASE("a baseline without a complete bin has no statistics") {
  const Usual usual = UsualCount(100, 10, {0, 1, 9});
  CHECK(usual.n == 0);
  CHECK(usual.mean.kind == Kind::kAbsent);
  CHECK(usual.mad.kind == Kind::kAbsent);
}

TEST_CASE("bins without events are zeros from the group's first event on") {
  // Bins 0 … 3 contain 2, 0, 1, 0 events; the last feed is in bin 4.
  const Usual usual = UsualCount(100, 10, {0, 5, 20, 40});
  CHECK(usual.n == 4);
  CHECK(usual.mean.number == 0.75);
  CHECK(usual.stddev.number == doctest::Approx(0.82915619758885));
  CHECK(usual.median.number == 0.5);
  CHECK(usual.mad.number == 0.5);
}

TEST_CASE("a baseline looks at whole bins within its history only") {
  CHECK(UsualCount(25, 10, {0, 10, 20, 30, 40}).n == 2);
  CHECK(UsualCount(9, 10, {0, 10, 20, 30, 40}).n == 0);
}

TEST_CASE("a group unseen for longer than history and a bin starts anew") {
  CHECK(UsualCount(20, 10, {0, 30}).n == 2);  // two bins of zeros
  CHECK(UsualCount(20, 10, {0, 31}).n == 0);
}

}  // namespace sigrun::state::testing
