// Sequences against a naive model that keeps every feed and searches all of them at each.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>
#include <tuple>

#include "state_support.h"
#include "tests/reference/sequence.h"

namespace sigrun::state::testing {
namespace {

struct StepFeed {
  int64_t time;
  int group;
  uint64_t steps;
  std::string id;
};

struct Outcome {
  int64_t time;
  int group;
  std::string id;  // of the event that completed it
  auto operator<=>(const Outcome&) const = default;
};
[[maybe_unused]] std::ostream& operator<<(std::ostream& out, const Outcome& o) {
  return out << o.time << " in group " << o.group << " by " << o.id;
}

program::Sequence ForEngine(const ir::Sequence& sequence) {
  program::Sequence made{sequence.alternatives, {}};
  for (const ir::SequenceStep& step : sequence.steps)
    made.steps.push_back({step.name, {}, step.negated, step.repeat});
  return made;
}

// The behaviour of the rule according to docs/reference/semantics.md.
class SequenceModel {
 public:
  SequenceModel(const ir::Sequence& sequence, int64_t length)
      : alternatives_(reference::AlternativesOf(sequence)), length_(length) {}

  void Take(const StepFeed& feed) {
    DecideBefore(feed.time);
    feeds_.push_back(feed);
    for (size_t i = 0; i < alternatives_.size(); ++i)
      if (AbsentSteps(alternatives_[i]) != 0) Follow(i);
    if (FiresAtEvents()) Turn(Complete(feed.time), feed.time, feed);
  }
  void DecideBefore(int64_t time) {
    for (;;) {
      const auto first = std::min_element(waiting_.begin(), waiting_.end(),
                                          [](const Waiting& a, const Waiting& b) {
                                            return std::tie(a.deadline, a.number, a.alternative) <
                                                   std::tie(b.deadline, b.number, b.alternative);
                                          });
      if (first == waiting_.end() || first->deadline >= time) return;
      const Waiting due = *first;
      waiting_.erase(first);
      Turn(true, due.deadline, due.feed);
    }
  }
  size_t waiting() const { return waiting_.size(); }
  std::vector<Outcome> outcomes;

 private:
  struct Waiting {
    int64_t deadline;
    StepFeed feed;
    size_t number, alternative;
  };
  struct Turned {
    bool holds = false;
    int64_t fired_at = INT64_MIN;
  };

  std::vector<reference::Taker> Takers() const {
    std::vector<reference::Taker> takers;
    for (const StepFeed& feed : feeds_)
      if (feed.group == feeds_.back().group) takers.push_back({feed.time, feed.steps});
    return takers;
  }
  bool FiresAtEvents() const {
    return std::any_of(alternatives_.begin(), alternatives_.end(),
                       [](const auto& each) { return AbsentSteps(each) == 0; });
  }
  bool Complete(int64_t now) const {
    return std::any_of(alternatives_.begin(), alternatives_.end(), [&](const auto& each) {
      return AbsentSteps(each) == 0 && LatestStart(each, Takers(), now - length_).has_value();
    });
  }

  void Follow(size_t index) {
    const reference::Alternative& alternative = alternatives_[index];
    const uint64_t absent = AbsentSteps(alternative);
    const StepFeed feed = feeds_.back();
    std::vector<reference::Taker> takers = Takers();
    if ((feed.steps & absent) != 0 &&
        std::erase_if(waiting_,
                      [&](const Waiting& each) {
                        return each.alternative == index && each.feed.group == feed.group &&
                               (alternative.any_order || each.feed.time < feed.time);
                      }) > 0 &&
        !FiresAtEvents())
      turned_[feed.group].holds = false;
    for (const reference::Taker& taker : takers)
      if (alternative.any_order && (taker.steps & absent) != 0 && taker.time >= feed.time - length_)
        return;
    const auto start = LatestStart(alternative, takers, feed.time - length_, feed.time);
    takers.pop_back();
    if (!start || start == LatestStart(alternative, takers, feed.time - length_, feed.time)) return;
    std::erase_if(waiting_, [&](const Waiting& each) {
      return each.alternative == index && each.feed.group == feed.group &&
             each.feed.time == feed.time;
    });
    waiting_.push_back({*start + length_, feed, feeds_.size(), index});
  }

  void Turn(bool holds, int64_t time, const StepFeed& feed) {
    Turned& turned = turned_[feed.group];
    if (holds && (!turned.holds || turned.fired_at < time - length_)) {
      outcomes.push_back({time, feed.group, feed.id});
      turned.fired_at = time;
    }
    turned.holds = holds;
  }

  std::vector<reference::Alternative> alternatives_;
  int64_t length_;
  std::vector<StepFeed> feeds_;
  std::vector<Waiting> waiting_;
  std::map<int, Turned> turned_;
};

class SequenceRun {
 public:
  explicit SequenceRun(uint64_t seed) : random_(seed) {
    MakeSequence();
    MakeFeeds();
    program::Stateful rule;
    rule.group = {0};
    rule.group_names = {"who"};
    rule.window = maker_.Sliding({length_});
    rule.sequence = ForEngine(sequence_);
    rule.cells = {{program::CellKind::kSequence, 0}};
    maker_.Add(std::move(rule));
  }

  void Check() {
    SequenceModel model(sequence_, length_);
    Condition condition([](uint32_t, const StateFrame& frame) { return frame.Cell(0).flag; });
    Recorder recorder;
    KeyedState state(maker_.program, {}, condition, recorder);
    for (const StepFeed& each : feeds_) {
      model.Take(each);
      const Value group = Value::Int(each.group);
      Feed feed = FeedOf(0, {&group, 1});
      feed.aggregates = 0;
      feed.steps = each.steps;
      state.AdvanceTo({each.time});
      state.Apply(At(each.time, each.id), feed);
      CHECK(state.stats(0).undecided == model.waiting());
    }
    const int64_t end = feeds_.back().time + length_ / 2;
    model.DecideBefore(end);
    state.AdvanceTo({end});
    CHECK(state.stats(0).undecided == model.waiting());
    CHECK(Outcomes(recorder) == model.outcomes);
    for (const FiringRecord& firing : recorder.firings) CheckIds(firing);
  }

 private:
  int64_t Pick(int64_t low, int64_t high) {
    return std::uniform_int_distribution<int64_t>(low, high)(random_);
  }

  void MakeSequence() {
    length_ = Pick(1, 20);
    for (int64_t i = Pick(0, 2) == 0 ? Pick(2, 3) : 1; i > 0; --i) MakeAlternative();
  }

  void MakeAlternative() {
    program::SequenceAlternative alternative{Pick(0, 1) == 1, 0, static_cast<uint32_t>(Pick(1, 4))};
    uint32_t positive = 0;
    for (uint32_t i = 0; i < alternative.steps; ++i) {
      ir::SequenceStep step{"s", {}, false, 1};
      step.negated = Pick(0, 3) == 0 && (alternative.any_order || i > 0);
      if (i + 1 == alternative.steps && positive == 0) step.negated = false;
      if (!step.negated && Pick(0, 2) == 0) step.repeat = static_cast<uint32_t>(Pick(1, 3));
      positive += step.negated ? 0 : 1;
      sequence_.steps.push_back(step);
    }
    if (Pick(0, 2) == 0) alternative.at_least = static_cast<uint32_t>(Pick(1, positive));
    sequence_.alternatives.push_back(alternative);
  }

  void MakeFeeds() {
    int64_t time = Pick(-50, 50);
    const uint64_t all = (uint64_t{1} << sequence_.steps.size()) - 1;
    for (int64_t i = Pick(3, 24); i > 0; --i) {
      time += Pick(0, 2) == 0 ? 0 : Pick(0, 9) == 0 ? length_ + Pick(0, 1) : Pick(0, 4);
      uint64_t steps = uint64_t{1} << Pick(0, static_cast<int64_t>(sequence_.steps.size()) - 1);
      if (Pick(0, 3) == 0) steps |= static_cast<uint64_t>(Pick(0, static_cast<int64_t>(all)));
      feeds_.push_back({time, static_cast<int>(Pick(0, 1)), steps, "id" + std::to_string(i)});
    }
  }

  static std::vector<Outcome> Outcomes(const Recorder& recorder) {
    std::vector<Outcome> outcomes;
    for (const FiringRecord& firing : recorder.firings) {
      const Value second = Value::Int(1);
      std::string key;
      EncodeKey({&second, 1}, key);
      outcomes.push_back({firing.time, firing.group == key ? 1 : 0, firing.ids.back()});
    }
    return outcomes;
  }

  // The named events complete the sequence by themselves.
  void CheckIds(const FiringRecord& firing) const {
    std::vector<reference::Taker> named;
    for (const StepFeed& feed : feeds_)
      if (std::count(firing.ids.begin(), firing.ids.end(), feed.id) > 0)
        named.push_back({feed.time, feed.steps});
    CHECK(named.size() == firing.ids.size());
    const auto alternatives = reference::AlternativesOf(sequence_);
    CHECK(std::any_of(alternatives.begin(), alternatives.end(), [&](const auto& each) {
      return LatestStart(each, named, firing.start).has_value();
    }));
    size_t most = 1;
    for (const ir::SequenceStep& step : sequence_.steps) most += step.negated ? 0 : step.repeat;
    CHECK(firing.ids.size() <= most);
  }

  std::mt19937_64 random_;
  ir::Sequence sequence_;
  int64_t length_ = 1;
  ProgramMaker maker_;
  std::vector<StepFeed> feeds_;
};

// A rule of one group, fed with steps.
class OneSequence {
 public:
  OneSequence(program::Sequence sequence, int64_t length, const Limits& limits = {})
      : state(Make(std::move(sequence), length), limits, condition_, recorder) {}

  void Take(int64_t time, uint64_t steps, std::string_view id = "e", int64_t group = 1) {
    const Value value = Value::Int(group);
    Feed feed = FeedOf(0, {&value, 1});
    feed.aggregates = 0;
    feed.steps = steps;
    state.AdvanceTo({time});
    state.Apply(At(time, id), feed);
  }
  void AdvanceTo(int64_t time) { state.AdvanceTo({time}); }

 private:
  const program::Program& Make(program::Sequence sequence, int64_t length) {
    program::Stateful rule;
    rule.group = {0};
    rule.group_names = {"who"};
    rule.window = maker_.Sliding({length});
    rule.sequence = std::move(sequence);
    rule.cells = {{program::CellKind::kSequence, 0}};
    maker_.Add(std::move(rule));
    return maker_.program;
  }

  ProgramMaker maker_;

 public:
  KeyedState state;
  Recorder recorder;

 private:
  Condition condition_{[](uint32_t, const StateFrame& frame) { return frame.Cell(0).flag; }};
};

program::Sequence InOrder(std::vector<program::SequenceStep> steps) {
  return {{{false, 0, static_cast<uint32_t>(steps.size())}}, std::move(steps)};
}

}  // namespace

TEST_CASE("sequences agree with a naive model on random rules and feeds") {
  for (uint64_t seed = 0; seed < 6000; ++seed) {
    CAPTURE(seed);
    SequenceRun(seed).Check();
  }
}

TEST_CASE("events of one time complete a sequence whatever their order") {
  std::vector<uint64_t> steps = {1, 2, 2, 4};
  do {
    OneSequence rule(InOrder({{"a", {}, false, 1}, {"b", {}, false, 2}, {"c", {}, false, 1}}), 10);
    for (const uint64_t step : steps) rule.Take(5, step);
    CHECK(rule.recorder.firings.size() == 1);
  } while (std::next_permutation(steps.begin(), steps.end()));
}

TEST_CASE("an alert of a sequence names the events of its steps") {
  OneSequence rule(InOrder({{"a", {}, false, 2}, {"b", {}, false, 1}}), 100);
  rule.Take(0, 1, "a1");
  rule.Take(1, 1, "a2");
  rule.Take(2, 1, "a3");
  rule.Take(3, 2, "b1");
  REQUIRE(rule.recorder.firings.size() == 1);
  CHECK(rule.recorder.firings[0].ids == std::vector<std::string>{"a2", "a3", "b1"});
  CHECK(rule.recorder.firings[0].count == 3);
  CHECK(rule.recorder.firings[0].start == -97);
}

TEST_CASE("a match that waits fires at its deadline with the event that completed it") {
  OneSequence rule(InOrder({{"a", {}, false, 1}, {"b", {}, false, 1}, {"c", {}, true, 1}}), 100);
  rule.Take(0, 1, "a1");
  rule.Take(10, 2, "b1");
  rule.AdvanceTo(100);
  CHECK(rule.recorder.firings.empty());
  CHECK(rule.state.stats(0).undecided == 1);
  rule.AdvanceTo(101);
  REQUIRE(rule.recorder.firings.size() == 1);
  CHECK(rule.recorder.firings[0].time == 100);
  CHECK(rule.recorder.firings[0].start == 0);
  CHECK(rule.recorder.firings[0].end == 100);
  CHECK(rule.recorder.firings[0].ids == std::vector<std::string>{"a1", "b1"});
  CHECK(rule.state.stats(0).undecided == 0);
}

TEST_CASE("more matches of one group than can wait are counted") {
  OneSequence rule(InOrder({{"a", {}, false, 1}, {"b", {}, true, 1}}), 1'000'000);
  for (int64_t t = 0; t < 1000; ++t) rule.Take(t, 1, "event " + std::to_string(t));
  CHECK(rule.state.stats(0).undecided == 256);
  CHECK(rule.state.stats(0).undecided_dropped == 744);
  rule.Take(1001, 2);
  CHECK(rule.state.stats(0).undecided == 0);
  rule.AdvanceTo(5'000'000);
  CHECK(rule.recorder.firings.empty());
}

TEST_CASE("sequences keep within the memory limit and give up groups with what waits in them") {
  Limits limits;
  limits.memory_bytes = 200'000;
  OneSequence rule(InOrder({{"a", {}, false, 8}, {"b", {}, true, 1}}), 1'000'000, limits);
  for (int64_t t = 0; t < 20'000; ++t) {
    rule.Take(t, 1, "event " + std::to_string(t), t % 100);
    REQUIRE(rule.state.memory_bytes() <= limits.memory_bytes);
  }
  const RuleStateStats& stats = rule.state.stats(0);
  CHECK(stats.groups_evicted > 0);
  rule.AdvanceTo(10'000'000);
  CHECK(stats.undecided == 0);
  // Expired state frees its memory.
  for (int64_t t = 20'000'000; t < 20'000'300; ++t) rule.Take(t, 2, "late", 1000);
  CHECK(rule.state.memory_bytes() < 10'000);
  CHECK(stats.groups == 1);
}

}  // namespace sigrun::state::testing
