// Reasons for which an event does not feed a rule, and rules that fire at each feed.
#include <doctest/doctest.h>

#include "state_support.h"

namespace sigrun::state::testing {
namespace {

program::Stateful TwoInTen(ProgramMaker& maker) { return CountRule(maker.Sliding({10})); }

std::vector<int64_t> Fire(const program::Stateful& rule, ProgramMaker& maker, Judge& condition) {
  maker.Add(rule);
  Recorder recorder;
  KeyedState state(maker.program, {}, condition, recorder);
  const Value group = Value::String("alice");
  for (const int64_t time : {0, 1, 2, 3}) state.Apply(At(time), FeedOf(0, {&group, 1}));
  return recorder.times();
}

// Accepts feeds at odd calls.
class EveryOther final : public Condition {
 public:
  EveryOther() : Condition(AtLeast(2)) {}
  bool Provides(uint32_t, size_t, const program::ValueView&) override { return ++calls_ % 2 == 1; }

 private:
  int calls_ = 0;
};

}  // namespace

TEST_CASE("a rule fires when its condition turns true, or at each feed") {
  for (const auto refire : {program::Refire::kChange, program::Refire::kEvery}) {
    ProgramMaker maker;
    program::Stateful rule = TwoInTen(maker);
    rule.refire = refire;
    Condition condition = AtLeast(2);
    const bool every = refire == program::Refire::kEvery;
    CHECK(Fire(rule, maker, condition) ==
          (every ? std::vector<int64_t>{1, 2, 3} : std::vector<int64_t>{1}));
  }
}

TEST_CASE("an event feeds only what the provisos let it") {
  ProgramMaker maker;
  program::Stateful rule = TwoInTen(maker);
  rule.provisos = {{program::FeedKind::kAggregate, 0, {}}};
  EveryOther condition;
  CHECK(Fire(rule, maker, condition) == std::vector<int64_t>{2});
}

TEST_CASE(
    "events without a value of the group feed nothing and are counted, if that is asked for") {
  ProgramMaker maker;
  program::Stateful rule = TwoInTen(maker);
  rule.group_if_present = true;
  maker.Add(rule);
  Condition condition = AtLeast(1);
  Recorder recorder;
  KeyedState state(maker.program, {}, condition, recorder);
  const Value absent{}, present = Value::Int(1);
  state.Apply(At(0), FeedOf(0, {&absent, 1}));
  state.Apply(At(1), FeedOf(0, {&present, 1}));
  CHECK(recorder.times() == std::vector<int64_t>{1});
  CHECK(state.stats(0).ungrouped == 1);
  CHECK(state.stats(0).feeds == 1);
}

}  // namespace sigrun::state::testing
