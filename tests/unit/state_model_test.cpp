// The keyed state against a naive model that keeps every feed and computes each cell from scratch.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <random>
#include <set>

#include "runtime/state/window/aggregate_state.h"
#include "state_support.h"

namespace sigrun::state::testing {
namespace {

using program::CellKind;
using stdlib::AggregateKind;

// All but percentile, of which the median is one.
constexpr AggregateKind kKinds[] = {
    AggregateKind::kCount,  AggregateKind::kDistinct, AggregateKind::kSum,   AggregateKind::kAvg,
    AggregateKind::kMin,    AggregateKind::kMax,      AggregateKind::kFirst, AggregateKind::kLast,
    AggregateKind::kMedian, AggregateKind::kStddev};
constexpr std::string_view kWords[] = {"", "a", "A", "b", "ba", "z\xc3\xa9", "10", "9"};

int64_t Floor(int64_t a, int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

struct PastFeed {
  int64_t time;
  int group;
  uint64_t aggregates, first_seen;
  std::vector<std::vector<Value>> aggregate_arguments;  // for each aggregate
  std::vector<Value> first_seen_arguments;              // for each first_seen
  std::string id;
};

struct RuleSizes {
  bool tumbling = false;
  int64_t length = 0, history = 0, every = 1, seen_history = 0, learn = 0;
  std::vector<AggregateKind> kinds;
};

std::string KeyOf(std::span<const Value> values) {
  std::string key;
  EncodeKey(values, key);
  return key;
}

double Number(const Value& v) {
  return v.kind == Kind::kInt ? static_cast<double>(v.integer) : v.number;
}
bool IsNumeric(const Value& v) { return v.kind == Kind::kInt || v.kind == Kind::kFloat; }

// Numbers before text; enough for the values used here.
bool Less(const Value& a, const Value& b) {
  if (IsNumeric(a) != IsNumeric(b)) return IsNumeric(a);
  return IsNumeric(a) ? Number(a) < Number(b) : a.text() < b.text();
}

Value NaiveMedian(std::vector<double> numbers) {
  std::sort(numbers.begin(), numbers.end());
  return Value::Float((numbers[(numbers.size() - 1) / 2] + numbers[numbers.size() / 2]) / 2);
}

Value NaiveDeviation(const std::vector<double>& numbers) {
  long double mean = 0, squares = 0;
  for (const double each : numbers) mean += each / static_cast<long double>(numbers.size());
  for (const double each : numbers) squares += (each - mean) * (each - mean);
  return Value::Float(
      static_cast<double>(std::sqrt(squares / static_cast<long double>(numbers.size()))));
}

Value NaiveBest(const std::vector<std::vector<Value>>& events,
                const std::function<bool(const Value& best, const Value& next)>& replaces) {
  Value best = events.front()[0];
  for (const auto& arguments : events)
    if (replaces(best, arguments[0])) best = arguments[0];
  return best;
}

Value NaiveAggregate(AggregateKind kind, const std::vector<std::vector<Value>>& events) {
  std::set<std::string> keys;
  std::vector<double> numbers;
  bool ints = true;
  double sum = 0;
  for (const auto& arguments : events) {
    keys.insert(KeyOf(arguments));
    if (arguments.size() != 1 || !IsNumeric(arguments[0])) continue;
    numbers.push_back(Number(arguments[0]));
    ints &= arguments[0].kind == Kind::kInt;
    sum += numbers.back();
  }
  const auto size = static_cast<int64_t>(events.size());
  if (events.empty() && stdlib::Info(kind).when_empty == stdlib::WhenEmpty::kAbsent) return {};
  switch (kind) {
    case AggregateKind::kCount:
      return Value::Int(size);
    case AggregateKind::kDistinct:
      return Value::Int(static_cast<int64_t>(keys.size()));
    case AggregateKind::kSum:
      return ints ? Value::Int(static_cast<int64_t>(sum)) : Value::Float(sum);
    case AggregateKind::kAvg:
      return Value::Float(sum / static_cast<double>(size));
    case AggregateKind::kMin:
      return NaiveBest(events, [](const Value& a, const Value& b) { return !Less(a, b); });
    case AggregateKind::kMax:
      return NaiveBest(events, [](const Value& a, const Value& b) { return !Less(b, a); });
    case AggregateKind::kFirst:
      return events.front()[0];
    case AggregateKind::kLast:
      return events.back()[0];
    case AggregateKind::kMedian:
    case AggregateKind::kPercentile:
      return NaiveMedian(std::move(numbers));
    case AggregateKind::kStddev:
      return NaiveDeviation(numbers);
  }
  return {};
}

class Model {
 public:
  Model(RuleSizes sizes, const std::vector<PastFeed>& feeds)
      : sizes_(std::move(sizes)), feeds_(feeds) {}

  int64_t Start(int64_t t) const {
    return sizes_.tumbling ? Floor(t, sizes_.length) * sizes_.length : t - sizes_.length;
  }

  // Of the group, from its last start on, up to and with feed `now`.
  std::vector<const PastFeed*> Life(size_t now) const {
    std::vector<const PastFeed*> life;
    const int64_t retention = std::max(sizes_.length, sizes_.history + sizes_.every);
    for (size_t i = 0; i <= now; ++i) {
      if (feeds_[i].group != feeds_[now].group) continue;
      if (!life.empty() && feeds_[i].time - life.back()->time > retention) life.clear();
      life.push_back(&feeds_[i]);
    }
    return life;
  }

  Value Aggregate(size_t now, size_t index, int64_t from, int64_t to) const {
    std::vector<std::vector<Value>> events;
    for (const PastFeed* feed : Life(now))
      if (feed->time >= from && feed->time <= to && ((feed->aggregates >> index) & 1))
        events.push_back(feed->aggregate_arguments[index]);
    return NaiveAggregate(sizes_.kinds[index], events);
  }

  std::vector<double> Bins(size_t now, size_t index) const {
    const int64_t every = sizes_.every, current = Floor(feeds_[now].time, every);
    const int64_t first = Floor(Life(now).front()->time, every);
    const AggregateKind kind = sizes_.kinds[index];
    const bool zero = stdlib::Info(kind).when_empty == stdlib::WhenEmpty::kZero;
    std::vector<double> bins;
    for (int64_t bin = current - sizes_.history / every; bin < current; ++bin) {
      const Value value = Aggregate(now, index, bin * every, bin * every + every - 1);
      if (bin >= first && (IsNumeric(value) || zero)) bins.push_back(Number(value));
    }
    return bins;
  }

  bool FirstSeen(size_t now) const {
    const PastFeed& feed = feeds_[now];
    if (feed.first_seen == 0) return false;
    int64_t start = feed.time;
    for (size_t i = 0; i < now; ++i) {
      start = std::min(start, feeds_[i].time);
      if (feeds_[i].first_seen == 0) continue;
      if (feeds_[i].time >= feed.time - sizes_.seen_history &&
          KeyOf(feeds_[i].first_seen_arguments) == KeyOf(feed.first_seen_arguments))
        return false;
    }
    return feed.time - start >= sizes_.learn;
  }

  std::vector<std::string> Ids(size_t now, size_t limit, uint64_t* count) const {
    std::vector<std::string> ids;
    for (const PastFeed* feed : Life(now))
      if (feed->time >= Start(feeds_[now].time)) ids.push_back(feed->id);
    *count = ids.size();
    if (ids.size() > limit) ids.erase(ids.begin(), ids.end() - static_cast<ptrdiff_t>(limit));
    return ids;
  }

 private:
  RuleSizes sizes_;
  const std::vector<PastFeed>& feeds_;
};

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const size_t n = values.size();
  return (values[(n - 1) / 2] + values[n / 2]) / 2;
}

struct Stats {
  double mean = 0, stddev = 0, median = 0, mad = 0;
};
Stats Describe(const std::vector<double>& values) {
  Stats s;
  const auto n = static_cast<double>(values.size());
  for (const double v : values) s.mean += v / n;
  for (const double v : values) s.stddev += (v - s.mean) * (v - s.mean) / n;
  s.stddev = std::sqrt(s.stddev);
  s.median = Median(values);
  std::vector<double> distances;
  for (const double v : values) distances.push_back(std::abs(v - s.median));
  s.mad = Median(distances);
  return s;
}

void CheckSame(const Value& got, const Value& wanted) {
  REQUIRE(got.kind == wanted.kind);
  if (got.kind == Kind::kInt) CHECK(got.integer == wanted.integer);
  if (got.kind == Kind::kFloat) CHECK(got.number == wanted.number);
  if (got.kind == Kind::kString) CHECK(got.text() == wanted.text());
}

void CheckStatistic(const Value& got, bool any, double wanted) {
  REQUIRE(got.kind == (any ? Kind::kFloat : Kind::kAbsent));
  if (any) CHECK(got.number == doctest::Approx(wanted).epsilon(1e-9));
}

// One random rule and a random stream of feeds to it.
class Run {
 public:
  explicit Run(uint64_t seed) : random_(seed) {
    MakeSizes();
    MakeProgram();
    MakeFeeds();
  }

  void Check() {
    Model model(sizes_, feeds_);
    size_t i = 0;
    bool holds = false;
    Condition condition([&](uint32_t, const StateFrame& frame) {
      CheckCells(model, i, frame);
      holds = Holds(frame);
      return holds;
    });
    Recorder recorder;
    KeyedState state(maker_.program, limits_, condition, recorder);
    std::map<int, std::pair<bool, int64_t>> turned;  // of each group: was true, time of firing
    std::map<int, const PastFeed*> before;
    uint64_t firings = 0;
    for (; i < feeds_.size(); ++i) {
      recorder.firings.clear();
      ApplyOne(state, i);
      CheckFiring(model, i, holds, turned, recorder);
      firings += recorder.firings.size();
    }
    CHECK(state.stats(0).feeds == feeds_.size());
    CHECK(state.stats(0).firings == firings);
    CHECK(state.stats(0).groups_evicted == 0);
  }

 private:
  int64_t Pick(int64_t low, int64_t high) {
    return std::uniform_int_distribution<int64_t>(low, high)(random_);
  }

  void MakeSizes() {
    sizes_.tumbling = Pick(0, 1) == 1;
    sizes_.length = Pick(1, 40);
    sizes_.every = Pick(1, 15);
    sizes_.history = Pick(0, 100);
    sizes_.seen_history = Pick(0, 50);
    sizes_.learn = Pick(0, 40);
    const int64_t count = Pick(1, 4);
    for (int64_t i = 0; i < count; ++i) sizes_.kinds.push_back(kKinds[Pick(0, 8)]);
    threshold_ = Pick(1, 5);
    limits_.evidence = static_cast<uint32_t>(Pick(0, 8));
    with_seen_ = Pick(0, 1) == 1;
  }

  void MakeProgram() {
    program::Stateful rule;
    rule.group = {0};
    rule.window =
        sizes_.tumbling ? maker_.Tumbling({sizes_.length}) : maker_.Sliding({sizes_.length});
    for (const AggregateKind kind : sizes_.kinds) {
      const auto index = static_cast<uint32_t>(rule.aggregates.size());
      rule.aggregates.push_back(ProgramMaker::Over(kind, Arity(kind)));
      rule.baselines.push_back(maker_.Usual(index, {sizes_.history}, {sizes_.every}));
      rule.cells.push_back({CellKind::kAggregate, index});
    }
    for (uint32_t i = 0; i < rule.baselines.size(); ++i)
      for (const CellKind kind :
           {CellKind::kBaselineN, CellKind::kBaselineMean, CellKind::kBaselineStddev,
            CellKind::kBaselineMedian, CellKind::kBaselineMad})
        rule.cells.push_back({kind, i});
    if (with_seen_) {
      rule.first_seen.push_back(maker_.Seen(1, {sizes_.seen_history}, {sizes_.learn}));
      rule.cells.push_back({CellKind::kFirstSeen, 0});
    }
    maker_.Add(std::move(rule));
  }

  static bool TakesNumbersOnly(AggregateKind kind) {
    const Value text = Value::String("a");
    return kind != AggregateKind::kCount && !AggregateState::Takes(kind, {&text, 1});
  }
  static uint32_t Arity(AggregateKind kind) {
    return kind == AggregateKind::kCount ? 0 : kind == AggregateKind::kDistinct ? 2 : 1;
  }

  Value RandomValue(bool number) {
    if (!number && Pick(0, 1) == 1) return Value::String(kWords[Pick(0, 7)]);
    return Pick(0, 2) == 0 ? Value::Float(static_cast<double>(Pick(-8, 8)) / 4)
                           : Value::Int(Pick(-4, 4));
  }

  int64_t RandomStep() {
    switch (Pick(0, 7)) {
      case 0:
      case 1:
        return 0;
      case 2:
        return 1;
      case 3:
        return sizes_.length;
      case 4:
        return Pick(0, 7) == 0 ? sizes_.history + sizes_.every + Pick(0, 1) : 1;
      case 5:
        return Pick(0, 3) == 0 ? sizes_.length + 1 : sizes_.every;
      default:
        return Pick(0, 6);
    }
  }

  void MakeFeeds() {
    int64_t time = Pick(-100, 100);
    for (int64_t i = Pick(5, 60); i > 0; --i) {
      time += RandomStep();
      PastFeed feed;
      feed.time = time;
      feed.group = static_cast<int>(Pick(0, 2));
      feed.id = Pick(0, 1) ? "0a1b2c3d-0000-4000-8000-00000000" + std::to_string(1000 + i)
                           : "id" + std::to_string(i);
      feed.first_seen = with_seen_ ? static_cast<uint64_t>(Pick(0, 1)) : 0;
      feed.first_seen_arguments = {Value::Int(Pick(0, 4))};
      feed.aggregates =
          static_cast<uint64_t>(Pick(feed.first_seen ? 0 : 1, (1 << sizes_.kinds.size()) - 1));
      for (const AggregateKind kind : sizes_.kinds) {
        feed.aggregate_arguments.emplace_back();
        for (uint32_t a = 0; a < Arity(kind); ++a)
          feed.aggregate_arguments.back().push_back(RandomValue(TakesNumbersOnly(kind)));
      }
      feeds_.push_back(std::move(feed));
    }
  }

  void ApplyOne(KeyedState& state, size_t i) {
    const PastFeed& past = feeds_[i];
    std::vector<Value> arguments;
    for (size_t a = 0; a < sizes_.kinds.size(); ++a)
      if ((past.aggregates >> a) & 1)
        arguments.insert(arguments.end(), past.aggregate_arguments[a].begin(),
                         past.aggregate_arguments[a].end());
    if (past.first_seen)
      arguments.insert(arguments.end(), past.first_seen_arguments.begin(),
                       past.first_seen_arguments.end());
    const Value group = past.group == 0 ? Value() : Value::Int(past.group);
    Feed feed = FeedOf(0, {&group, 1}, arguments);
    feed.aggregates = past.aggregates;
    feed.first_seen = past.first_seen;
    state.Apply(At(past.time, past.id), feed);
  }

  void CheckCells(const Model& model, size_t now, const StateFrame& frame) {
    const int64_t time = feeds_[now].time;
    uint32_t cell = 0;
    for (size_t a = 0; a < sizes_.kinds.size(); ++a)
      CheckSame(frame.Cell(cell++), model.Aggregate(now, a, model.Start(time), time));
    for (size_t a = 0; a < sizes_.kinds.size(); ++a) {
      const std::vector<double> bins = model.Bins(now, a);
      const bool any = !bins.empty();
      const Stats stats = any ? Describe(bins) : Stats();
      CHECK(frame.Cell(cell++).integer == static_cast<int64_t>(bins.size()));
      CheckStatistic(frame.Cell(cell++), any, stats.mean);
      CheckStatistic(frame.Cell(cell++), any, stats.stddev);
      CheckStatistic(frame.Cell(cell++), any, stats.median);
      CheckStatistic(frame.Cell(cell++), any, stats.mad);
    }
    if (with_seen_) CHECK(frame.Cell(cell).flag == model.FirstSeen(now));
  }

  bool Holds(const StateFrame& frame) const {
    const Value value = frame.Cell(0);
    return IsNumeric(value) && Number(value) >= static_cast<double>(threshold_);
  }

  void CheckFiring(const Model& model, size_t now, bool holds,
                   std::map<int, std::pair<bool, int64_t>>& turned, const Recorder& recorder) {
    const PastFeed& feed = feeds_[now];
    if (model.Life(now).size() == 1) turned.erase(feed.group);
    const auto earlier = turned.find(feed.group);
    const bool was_true = earlier != turned.end() && earlier->second.first;
    const bool moved = was_true && model.Start(feed.time) > earlier->second.second;
    const bool fires = holds && (!was_true || moved);
    REQUIRE(recorder.firings.size() == (fires ? 1 : 0));
    turned[feed.group] = {holds, fires ? feed.time : was_true ? earlier->second.second : 0};
    if (!fires) return;
    const FiringRecord& got = recorder.firings[0];
    uint64_t count = 0;
    CHECK(got.ids == model.Ids(now, limits_.evidence, &count));
    CHECK(got.count == count);
    CHECK(got.time == feed.time);
    CHECK(got.start == model.Start(feed.time));
    CHECK(got.end == (sizes_.tumbling ? got.start + sizes_.length - 1 : feed.time));
  }

  std::mt19937_64 random_;
  RuleSizes sizes_;
  int64_t threshold_ = 1;
  bool with_seen_ = false;
  Limits limits_;
  ProgramMaker maker_;
  std::vector<PastFeed> feeds_;
};

}  // namespace

TEST_CASE("the keyed state agrees with a naive model on random rules and feeds") {
  for (uint64_t seed = 0; seed < 4000; ++seed) {
    CAPTURE(seed);
    Run(seed).Check();
  }
}

}  // namespace sigrun::state::testing
