// State that is saved, loaded elsewhere and continued does what the state itself would have done;
// bytes that no state wrote are refused or do no harm.
#include <doctest/doctest.h>

#include <functional>
#include <initializer_list>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/archive.h"
#include "runtime/state/order/stream_clock.h"
#include "runtime/state/order/time_pieces.h"
#include "runtime/state/seen/dedup.h"
#include "runtime/state/seen/first_seen.h"
#include "runtime/state/window/aggregate_state.h"
#include "runtime/state/window/baseline.h"
#include "state_support.h"

namespace sigrun::state::testing {
namespace {

template <class T>
std::string Save(const T& item) {
  ArchiveWriter writer;
  writer(item);
  return std::move(writer).Take();
}
template <class T>
bool Load(std::string_view bytes, T& item) {
  ArchiveReader reader(bytes);
  reader(item);
  return reader.ok() && reader.remaining() == 0;
}

// Calls `check` with the bytes cut at every place, and with single bits of them turned over.
void Damage(const std::string& bytes, uint64_t seed,
            const std::function<void(const std::string& damaged, bool cut)>& check) {
  for (size_t size = 0; size < bytes.size(); size += 1 + bytes.size() / 200)
    check(bytes.substr(0, size), true);
  std::mt19937_64 random(seed);
  for (int i = 0; i < 400; ++i) {
    std::string damaged = bytes;
    damaged[random() % bytes.size()] ^= static_cast<char>(1 << random() % 8);
    check(damaged, false);
  }
}

bool Same(const Value& a, const Value& b) {
  std::string x, y;
  EncodeValues({&a, 1}, x);
  EncodeValues({&b, 1}, y);
  return x == y;
}

struct WindowCase {
  stdlib::AggregateKind kind;
  WindowShape shape;
};

std::vector<WindowCase> WindowCases() {
  std::vector<WindowCase> cases;
  for (size_t kind = 0; kind < stdlib::Aggregates().size(); ++kind)
    for (const WindowShape& shape : {WindowShape(program::WindowKind::kSliding, {100}, 4096),
                                     WindowShape(program::WindowKind::kSliding, {100}, 8),
                                     WindowShape(program::WindowKind::kTumbling, {100}, 8)})
      cases.push_back({static_cast<stdlib::AggregateKind>(kind), shape});
  return cases;
}

// Feeds numbers, and text where the kind takes it.
class RandomFeeder {
 public:
  RandomFeeder(const WindowCase& of, uint64_t seed) : of_(of), random_(seed) {}

  // The same event to each of them, after which they must agree.
  void FeedAll(std::initializer_list<AggregateState*> states) {
    time_ += static_cast<int64_t>(random_() % 5) + (random_() % 50 == 0 ? 150 : 0);
    Value value = Value::Int(static_cast<int64_t>(random_() % 100));
    if (random_() % 2 == 0) value = Value::Float(static_cast<double>(random_() % 1000) / 7);
    const std::string text = "text" + std::to_string(random_() % 20);
    if (random_() % 3 == 0) value = Value::String(text);
    std::span<const Value> arguments(&value, 1);
    if (of_.kind == stdlib::AggregateKind::kCount) arguments = {};
    for (AggregateState* state : states) {
      state->Expire(of_.shape.Start(time_));
      if (AggregateState::Takes(of_.kind, arguments))
        state->Add(of_.shape, AggregateInput(time_, arguments, 10, hashes_));
      CHECK(Same(state->Get(), (*states.begin())->Get()));
    }
  }
  int64_t time() const { return time_; }

 private:
  WindowCase of_;
  std::mt19937_64 random_;
  TupleHash hashes_{true};
  int64_t time_ = 1'000'000;
};

TEST_CASE("saved state: every aggregate goes on as if it had not been saved") {
  for (const WindowCase& each : WindowCases()) {
    const std::string name(stdlib::Name(each.kind));
    CAPTURE(name);
    for (uint64_t seed = 0; seed < 10; ++seed) {
      AggregateState state(each.kind, 75), loaded(each.kind, 75);
      RandomFeeder feeder(each, seed);
      for (uint64_t i = 0; i < seed * 30; ++i) feeder.FeedAll({&state});
      REQUIRE(Load(Save(state), loaded));
      for (int i = 0; i < 100; ++i) feeder.FeedAll({&state, &loaded});
      CHECK(Save(state) == Save(loaded));
    }
  }
}

TEST_CASE("saved state: a percentile of very many numbers goes on as if it had not been saved") {
  const WindowCase of{stdlib::AggregateKind::kMedian,
                      WindowShape(program::WindowKind::kTumbling, {1'000'000'000}, 8)};
  AggregateState state(of.kind), loaded(of.kind);
  RandomFeeder feeder(of, 3);
  for (int i = 0; i < 9'000; ++i) feeder.FeedAll({&state});
  REQUIRE(Load(Save(state), loaded));
  for (int i = 0; i < 100; ++i) feeder.FeedAll({&state, &loaded});
  CHECK(Save(state) == Save(loaded));
  Damage(Save(state), 5, [&](const std::string& damaged, bool cut) {
    AggregateState read(of.kind);
    if (Load(damaged, read)) CHECK_FALSE(cut);
  });
}

TEST_CASE("saved state: damaged aggregates are refused or do no harm") {
  for (const WindowCase& each : WindowCases()) {
    AggregateState state(each.kind, 75);
    RandomFeeder feeder(each, 1);
    for (int i = 0; i < 40; ++i) feeder.FeedAll({&state});
    Damage(Save(state), 2, [&](const std::string& damaged, bool cut) {
      AggregateState read(each.kind, 75);
      if (!Load(damaged, read)) return;
      CHECK_FALSE(cut);
      RandomFeeder again(each, 4);
      for (int i = 0; i < 60; ++i) again.FeedAll({&read});
    });
  }
}

TEST_CASE("saved state: baselines go on as if they had not been saved") {
  for (const auto kind : {stdlib::AggregateKind::kCount, stdlib::AggregateKind::kStddev}) {
    const BaselineShape shape = MakeBaselineShape(kind, 0, {1000}, {50});
    BaselineState state(kind, 0), loaded(kind, 0);
    TupleHash hashes(true);
    std::mt19937_64 random(1);
    int64_t time = 0;
    const auto feed = [&](std::initializer_list<BaselineState*> states) {
      time += static_cast<int64_t>(random() % 20);
      const Value value = Value::Int(static_cast<int64_t>(random() % 9));
      for (BaselineState* each : states) {
        each->Add(shape, AggregateInput(time, {&value, 1}, 10, hashes));
        CHECK(each->N(shape, time, 0) == (*states.begin())->N(shape, time, 0));
        CHECK(Same(each->Mad(shape, time, 0), (*states.begin())->Mad(shape, time, 0)));
        CHECK(Same(each->Stddev(shape, time, 0), (*states.begin())->Stddev(shape, time, 0)));
      }
    };
    for (int i = 0; i < 300; ++i) feed({&state});
    REQUIRE(Load(Save(state), loaded));
    for (int i = 0; i < 200; ++i) feed({&state, &loaded});
    CHECK(Save(state) == Save(loaded));
  }
}

TEST_CASE("saved state: tuples and identities that were seen are known again") {
  FirstSeenMemory seen({1000}, {0}), seen_again({1000}, {0});
  Dedup dedup, dedup_again;
  std::mt19937_64 random(1);
  std::vector<Hash128> hashes;
  for (int64_t i = 0; i < 500; ++i) {
    hashes.push_back({random(), random()});
    seen.Observe(i, hashes.back(), 0);
    dedup.Insert(hashes.back(), {i}, {0, static_cast<uint64_t>(i)});
  }
  dedup.Insert(hashes[7], {0}, {0, 1'000});
  REQUIRE(Load(Save(seen), seen_again));
  REQUIRE(Load(Save(dedup), dedup_again));
  CHECK(Save(seen_again) == Save(seen));
  CHECK(Save(dedup_again) == Save(dedup));
  for (int64_t i = 0; i < 500; ++i) {
    const Hash128& hash = hashes[static_cast<size_t>(i)];
    CHECK(dedup_again.Insert(hash, {0}, {0, static_cast<uint64_t>(i)}) == Dedup::Verdict::kCopy);
    CHECK(dedup_again.IsContested(hash) == (i == 7));
    CHECK((seen_again.Observe(1200, hash, 0) == FirstSeenMemory::Sighting::kKnown) == (i >= 200));
  }
  Damage(Save(seen), 1, [](const std::string& damaged, bool cut) {
    FirstSeenMemory read({1000}, {0});
    if (Load(damaged, read)) CHECK_FALSE(cut);
  });
}

TEST_CASE("saved state: stream time and the times of a log go on as if they had not been saved") {
  StreamClock clock(Seconds(60)), clock_again(Seconds(60));
  TimePieces pieces, pieces_again;
  std::mt19937_64 random(1);
  const auto feed = [&](uint64_t i,
                        std::initializer_list<std::pair<StreamClock*, TimePieces*>> to) {
    const int64_t far = random() % 40 == 0 ? Days(30).micros : 0;
    const Timestamp time{static_cast<int64_t>(i) * kMicrosPerSecond + far};
    for (const auto& [a, b] : to) {
      a->Observe(time, i, {0, i, 0, {}});
      b->Add(time, {0, i, 0, {}});
      CHECK(a->end() == to.begin()->first->end());
      CHECK(a->ahead() == to.begin()->first->ahead());
      CHECK(b->FindBody().end == to.begin()->second->FindBody().end);
    }
  };
  for (const uint64_t cut : {uint64_t{3}, uint64_t{300}}) {
    for (uint64_t i = 0; i < cut; ++i) feed(i, {{&clock, &pieces}});
    REQUIRE(Load(Save(clock), clock_again));
    REQUIRE(Load(Save(pieces), pieces_again));
    for (uint64_t i = cut; i < 2 * cut; ++i)
      feed(i, {{&clock, &pieces}, {&clock_again, &pieces_again}});
    CHECK(Save(clock) == Save(clock_again));
    CHECK(Save(pieces) == Save(pieces_again));
  }
  for (const auto& bytes : {Save(clock), Save(pieces)})
    Damage(bytes, 3, [&](const std::string& damaged, bool cut) {
      StreamClock read(Seconds(60));
      if (Load(damaged, read)) {
        CHECK_FALSE(cut);
        for (uint64_t i = 0; i < 200; ++i)
          read.Observe({static_cast<int64_t>(i) * kMicrosPerSecond}, i, {});
      }
      TimePieces times;
      if (Load(damaged, times)) {
        CHECK_FALSE(cut);
        if (!times.empty()) times.FindBody();
        times.Add({0}, {});
      }
    });
}

// Rules of every sort: windows, baselines, first-seen tuples, sequences that wait and that do not.
class Rules {
 public:
  Rules() {
    program::Stateful many = CountRule(maker_.Sliding({60}));
    for (const auto kind : {stdlib::AggregateKind::kDistinct, stdlib::AggregateKind::kLast,
                            stdlib::AggregateKind::kStddev})
      many.aggregates.push_back(ProgramMaker::Over(kind, 1));
    many.baselines = {maker_.Usual(0, {200}, {20})};
    many.first_seen = {maker_.Seen(1, {100}, {10})};
    many.cells = {{program::CellKind::kAggregate, 0},    {program::CellKind::kAggregate, 1},
                  {program::CellKind::kAggregate, 2},    {program::CellKind::kAggregate, 3},
                  {program::CellKind::kBaselineMean, 0}, {program::CellKind::kFirstSeen, 0}};
    many.captures = {0};
    maker_.Add(many);
    for (const bool any_order : {false, true})
      for (const bool waits : {false, true}) maker_.Add(InSequence(any_order, waits));
  }
  const program::Program& program() const { return maker_.program; }
  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (size_t i = 0; i < program().rules.size(); ++i) names.push_back("r" + std::to_string(i));
    return names;
  }

 private:
  program::Stateful InSequence(bool any_order, bool waits) {
    program::Stateful rule;
    rule.group = {0};
    rule.group_names = {"who"};
    rule.window = maker_.Sliding({60});
    rule.captures = {0};
    program::Sequence sequence;
    sequence.steps = {{"a", {}, false, 1}, {"b", {}, false, 2}, {"c", {}, false, 1}};
    if (waits) sequence.steps.push_back({"d", {}, true, 1});
    sequence.alternatives = {{any_order, 0, static_cast<uint32_t>(sequence.steps.size())}};
    rule.sequence = std::move(sequence);
    rule.cells = {{program::CellKind::kSequence, 0}};
    return rule;
  }

  ProgramMaker maker_;
};

// Random feeds for those rules, and what came of them.
class Run {
 public:
  Run(const Rules& rules, uint64_t seed) : rules_(rules), random_(seed) {}

  void Feed(int count) {
    for (int i = 0; i < count; ++i) FeedOne();
    state.AdvanceTo({time_});
  }
  std::string Save() const { return state.Save(rules_.names()); }
  // Goes on where the other one is.
  void GoOnFrom(const Run& other) {
    random_ = other.random_;
    time_ = other.time_;
    REQUIRE(state.Load(other.Save(), rules_.names()).ok());
  }
  std::string outcomes;

 private:
  void FeedOne() {
    time_ += static_cast<int64_t>(random_() % 4);
    const auto rule = static_cast<uint32_t>(random_() % rules_.program().rules.size());
    const Value group = Value::Int(static_cast<int64_t>(random_() % 3));
    const Value argument = Value::Float(static_cast<double>(random_() % 20) / 3);
    const std::vector<Value> arguments(4, argument);
    program::Feed feed;
    feed.rule = rule;
    feed.group = {&group, 1};
    feed.captures = {&argument, 1};
    if (rule == 0) {
      feed.aggregates = 15;
      feed.first_seen = 1;
      feed.arguments = arguments;
    } else {
      feed.steps = 1 + random_() % 15;
    }
    state.AdvanceTo({time_});
    state.Apply(At(time_, "event" + std::to_string(random_() % 1000)), feed);
  }

  const Rules& rules_;
  std::mt19937_64 random_;
  int64_t time_ = 1000;
  Condition condition_{[this](uint32_t rule, const StateFrame& frame) {
    std::string cells;
    for (uint32_t i = 0; i < rules_.program().rules[rule].stateful->cells.size(); ++i) {
      const Value cell = frame.Cell(i);
      EncodeValues({&cell, 1}, cells);
    }
    outcomes += ToHex(Sha256Hash128(cells)) + " ";
    return rule == 0 ? frame.Cell(0).integer % 3 == 0 || frame.Cell(5).flag : frame.Cell(0).flag;
  }};
  class Record final : public Firings {
   public:
    explicit Record(std::string& to) : to_(to) {}
    void OnFiring(const Firing& firing) override {
      to_ += "fired " + std::to_string(firing.rule) + " " +
             std::to_string(firing.occurrence->time.micros) + " ";
      for (const std::string& id : firing.event_ids) to_ += id + " ";
      std::string captured;
      const Value capture = firing.frame->captures()[0];
      EncodeValues({&capture, 1}, captured);
      to_ += std::to_string(firing.event_count) + captured + "\n";
    }

   private:
    std::string& to_;
  };
  Record record_{outcomes};

 public:
  KeyedState state{rules_.program(), {}, condition_, record_};
};

TEST_CASE("saved state: a run that is cut at any event tells what the whole one tells") {
  const Rules rules;
  for (int cut = 0; cut < 400; cut += 13) {
    CAPTURE(cut);
    Run whole(rules, 7), first(rules, 7), second(rules, 0);
    whole.Feed(cut);
    first.Feed(cut);
    second.GoOnFrom(first);
    CHECK(second.Save() == first.Save());
    whole.Feed(200);
    second.Feed(200);
    CHECK(whole.outcomes.find("fired 4") != std::string::npos);
    CHECK(first.outcomes + second.outcomes == whole.outcomes);
    CHECK(second.Save() == whole.Save());
    for (uint32_t rule = 0; rule < 5; ++rule) {
      CHECK(second.state.stats(rule).undecided == whole.state.stats(rule).undecided);
      CHECK(second.state.stats(rule).groups == whole.state.stats(rule).groups);
    }
  }
}

TEST_CASE("saved state: rules are matched by name, and others begin anew") {
  const Rules rules;
  Run run(rules, 1);
  run.Feed(200);
  std::vector<std::string> names = rules.names();
  names[1] = "another";
  names[2] = "";
  Run other(rules, 1);
  std::vector<uint32_t> loaded;
  REQUIRE(other.state.Load(run.Save(), names, &loaded).ok());
  CHECK(loaded == std::vector<uint32_t>{0, 3, 4});
  CHECK(other.state.stats(0).groups == 3);
  CHECK(other.state.stats(1).groups == 0);
  CHECK(other.state.stats(2).groups == 0);
}

TEST_CASE("saved state: damaged bytes are refused, and then nothing is loaded, or do no harm") {
  const Rules rules;
  Run run(rules, 1);
  run.Feed(150);
  const std::string bytes = run.Save();
  const std::string empty = Run(rules, 1).Save();
  Damage(bytes, 9, [&](const std::string& damaged, bool cut) {
    Run other(rules, 3);
    if (other.state.Load(damaged, rules.names()).ok()) {
      CHECK_FALSE(cut);
      other.Feed(100);
    } else {
      CHECK(other.Save() == empty);
    }
  });
  CHECK_FALSE(Run(rules, 1).state.Load(bytes + "x", rules.names()).ok());
}

}  // namespace
}  // namespace sigrun::state::testing
