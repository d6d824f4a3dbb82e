#include "tests/reference/runner.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <sstream>

#include "base/uuid.h"
#include "base/value_codec.h"
#include "runtime/event/record_digest.h"
#include "stdlib/native/coerce.h"
#include "tests/reference/evaluator.h"
#include "tests/reference/json_event.h"
#include "tests/reference/sequence.h"

namespace sigrun::reference {
namespace {

struct Event {
  std::optional<Timestamp> time;
  std::string id;
  bool cloudtrail = false;
  std::unique_ptr<JsonEvent> json;
};

// One event's contribution to the state of one rule.
struct Feed {
  const Event* event;
  std::string group;
  std::map<size_t, std::vector<Value>> aggregates;  // the arguments, by aggregate
  std::map<size_t, std::string> first_seen;         // the tuple, by first_seen
  uint64_t steps = 0;                               // bit i: it can take step i
};

std::string Key(const std::vector<Value>& values) {
  std::string key;
  EncodeKey(values, key);
  return key;
}

bool IsCloudTrail(const nlohmann::ordered_json& json) {
  const auto text = [&](const char* key) {
    return json.contains(key) && json[key].is_string() ? json[key].get<std::string>() : "";
  };
  const bool event = json.contains("eventName") && json["eventName"].is_string() &&
                     json.contains("eventSource") && json["eventSource"].is_string();
  if (event) return !text("eventSource").starts_with("aws:");
  return !text("eventVersion").empty() &&
         (text("eventType") == "AwsCloudTrailInsight" || text("eventType") == "AwsAggregatedEvent");
}

// A record and its content, whatever its form.
struct Record {
  std::string line, id, says;
  std::optional<Timestamp> time;
};

// Unordered: the names depend on all of them.
std::vector<Record> ReadRecords(const std::string& ndjson) {
  std::vector<Record> records;
  std::set<std::string> known;
  std::istringstream lines(ndjson);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty()) continue;
    const auto json = nlohmann::ordered_json::parse(line);
    const auto time = ParseTimestamp(json.value("eventTime", ""));
    const std::string id = IsCloudTrail(json) ? json.value("eventID", "") : "";
    const std::string says = nlohmann::json::parse(line).dump();  // sorts keys
    const bool copy = ParseUuid(id) && !known.insert(says).second;
    if (!copy) records.push_back({line, id, says, time});
  }
  return records;
}

std::vector<Event> ReadEvents(const std::string& ndjson) {
  const std::vector<Record> records = ReadRecords(ndjson);
  std::map<std::string, std::set<std::string>> said;
  for (const Record& record : records) said[record.id].insert(record.says);
  std::vector<Event> events;
  for (const Record& record : records) {
    const std::string digest = ToHex(event::RecordDigest({"eventID", "eventId"}).Of(record.line));
    std::string name = record.id.empty()             ? "record-" + digest
                       : said[record.id].size() == 1 ? record.id
                                                     : record.id + "#" + digest;
    auto json = std::make_unique<JsonEvent>(record.line);
    const bool cloudtrail = IsCloudTrail(json->json());
    events.push_back({record.time, std::move(name), cloudtrail, std::move(json)});
  }
  std::stable_sort(events.begin(), events.end(), [](const Event& a, const Event& b) {
    return std::tie(a.time, a.id) < std::tie(b.time, b.id);
  });
  return events;
}

// For timed events, in order: splits them at gaps of more than a week, and drops parts at both ends
// that have only one record or less than a thousandth of all.
std::pair<Timestamp, Timestamp> BodyOf(const std::vector<Event>& events) {
  std::vector<std::vector<Timestamp>> pieces;
  for (const Event& event : events) {
    if (pieces.empty() || (*event.time - pieces.back().back()).micros > Days(7).micros)
      pieces.emplace_back();
    pieces.back().push_back(*event.time);
  }
  const auto counts = [&](const auto& piece) {
    return piece.size() >= 2 && piece.size() * 1000 >= events.size();
  };
  const auto first = std::find_if(pieces.begin(), pieces.end(), counts);
  if (first == pieces.end()) return {*events.front().time, *events.back().time};
  return {first->front(), std::find_if(pieces.rbegin(), pieces.rend(), counts)->back()};
}

class RuleRunner;
using Runners = std::vector<std::unique_ptr<RuleRunner>>;  // of RuleSet::rules

class RuleRunner {
 public:
  // When events are passed to it, `others` must contain the runners of the rules before this one.
  RuleRunner(const ir::RuleSet& rules, const ir::Rule& rule, const Runners& others)
      : rules_(rules), rule_(rule), evaluator_(rules) {
    evaluator_.matches = [&others](uint32_t other) { return others[other]->matches(); };
    evaluator_.field = [this](ir::FieldId field) {
      return event_->json->Field(rules_.fields[field].path);
    };
    evaluator_.cell = [this](uint32_t cell) { return Cell(rule_.stateful->cells[cell]); };
    if (rule.stateful && rule.stateful->sequence)
      alternatives_ = AlternativesOf(*rule.stateful->sequence);
  }

  void Begin(Timestamp began, Timestamp ends) {
    began_ = began.micros;
    ends_ = ends.micros;
  }

  // Stateful rules see no event without a time.
  void See(const Event& event) {
    evaluator_.Forget();
    if (event.time) DecideBefore(std::min(event.time->micros, ends_));
    event_ = &event;
    now_ = event.time.value_or(Timestamp{});
    matched_ = false;
    const std::string_view source = rules_.SourceOf(rule_.source).name();
    if (source == "aws.cloudtrail" && !event.cloudtrail) return;
    matches_ = Answer::kNo;
    if (rule_.stateful && !event.time) return;
    if (rule_.stateful)
      Step();
    else
      matches_ = Unless(evaluator_.Ask(rule_.condition), Excepted());
    if (matches_ == Answer::kYes) Fire();
  }
  void End() { DecideBefore(ends_); }

  // True if it fired on the last event, suppressed or not.
  Answer matches() const { return matched_ ? Answer::kYes : matches_; }
  const std::vector<Fired>& fired() const { return fired_; }

 private:
  struct GroupState {
    bool holds = false;
    Timestamp fired_at{INT64_MIN};
  };

  Answer Excepted() {
    Answer excepted = Answer::kNo;
    for (const ir::Exception& exception : rule_.exceptions) {
      const bool ended = exception.until && (!event_->time || *event_->time >= *exception.until);
      const Answer when = ended ? Answer::kNo : evaluator_.Ask(exception.when);
      if (when == Answer::kYes) return when;
      if (when == Answer::kUndecided) excepted = when;
    }
    return excepted;
  }

  static Answer Unless(Answer condition, Answer excepted) {
    if (condition == Answer::kNo || excepted == Answer::kYes) return Answer::kNo;
    return excepted == Answer::kUndecided ? excepted : condition;
  }

  void Fire() {
    matched_ = true;
    const int level = rule_.alert.level.valid()
                          ? static_cast<int>(evaluator_.Evaluate(rule_.alert.level).integer)
                          : static_cast<int>(rule_.info.level);
    if (rule_.alert.suppress && event_->time) {
      std::vector<Value> by;
      for (const ir::Named& one : rule_.alert.suppress->by)
        by.push_back(evaluator_.Evaluate(one.value));
      const auto [last, first] = last_fired_.try_emplace(Key(by), now_);
      if (!first && now_.micros - last->second.micros < DurationOf(rule_.alert.suppress->duration))
        return;
      last->second = now_;
    }
    fired_.push_back({rule_.info.name, FormatTimestamp(now_), event_->id, level});
  }

  int64_t DurationOf(ir::ExprId expr) { return evaluator_.Evaluate(expr).integer; }

  // Values of a feed outlive the evaluator's arena only as copies: texts are kept by the event.
  std::vector<Value> Evaluate(const std::vector<ir::ExprId>& exprs) {
    std::vector<Value> values;
    for (const ir::ExprId expr : exprs) {
      Value value = evaluator_.Evaluate(expr);
      if (value.kind == Kind::kString) {
        texts_.push_back(std::string(value.text()));
        value = Value::String(texts_.back());
      }
      values.push_back(value);
    }
    return values;
  }

  static bool AllPresent(const std::vector<Value>& values) {
    return std::all_of(values.begin(), values.end(), [](const Value& v) { return v.present(); });
  }

  // A proviso is sufficient.
  bool Feeds(program::FeedKind kind, size_t index, ir::ExprId where) {
    for (const ir::Proviso& proviso : rule_.stateful->provisos)
      if (proviso.kind == kind && proviso.index == index) where = proviso.holds;
    const Answer feeds = evaluator_.Ask(where);
    undecided_ |= feeds == Answer::kUndecided;
    return feeds == Answer::kYes;
  }

  // True if it is certainly absent. Records undecided results.
  bool Complete(const std::vector<Value>& values) {
    for (const Value& value : values)
      if (!value.present() && !value.undecided) return false;
    for (const Value& value : values) undecided_ |= value.undecided;
    return true;
  }

  void Step() {
    const ir::Stateful& state = *rule_.stateful;
    Feed feed{event_, {}, {}, {}, 0};
    undecided_ = false;
    for (size_t i = 0; i < state.aggregates.size(); ++i) {
      if (!Feeds(program::FeedKind::kAggregate, i, state.aggregates[i].where)) continue;
      const auto values = Evaluate(state.aggregates[i].arguments);
      if (Complete(values)) feed.aggregates[i] = values;
    }
    for (size_t i = 0; i < state.first_seen.size(); ++i) {
      if (!Feeds(program::FeedKind::kFirstSeen, i, state.first_seen[i].where)) continue;
      const auto values = Evaluate(state.first_seen[i].arguments);
      if (Complete(values)) feed.first_seen[i] = Key(values);
    }
    if (state.sequence)
      for (size_t i = 0; i < state.sequence->steps.size(); ++i)
        if (Feeds(program::FeedKind::kStep, i, state.sequence->steps[i].where))
          feed.steps |= uint64_t{1} << i;
    const bool feeds = !feed.aggregates.empty() || !feed.first_seen.empty() || feed.steps != 0;
    std::vector<Value> group;
    for (const ir::Named& one : state.group) group.push_back(evaluator_.Evaluate(one.value));
    for (const Value& value : group) undecided_ |= feeds && value.undecided;
    const Answer fed = undecided_ ? Answer::kUndecided : AnswerOf(feeds);
    matches_ = Unless(fed, Excepted());
    if (matches_ != Answer::kYes) return;
    matches_ = Answer::kNo;  // it does if it fires
    if (state.group_if_present && !AllPresent(group)) return;
    feed.group = Key(group);
    feeds_.push_back(std::move(feed));
    own_ = feeds_.size() - 1;
    for (size_t i = 0; i < alternatives_.size(); ++i)
      if (AbsentSteps(alternatives_[i]) != 0) Follow(i);
    if (!state.sequence || FiresAtEvents()) Judge();
  }

  void Judge() {
    GroupState& group = groups_[feeds_[own_].group];
    const bool holds = evaluator_.Predicate(rule_.condition);
    if (!rule_.stateful->window) {
      if (holds) Fire();
      return;
    }
    const bool moved_on = WindowStart(now_) > group.fired_at.micros;
    const bool every = rule_.stateful->refire == program::Refire::kEvery;
    if (holds && (every || !group.holds || moved_on)) {
      group.fired_at = now_;
      Fire();
    }
    group.holds = holds;
  }

  // ---- sequences
  std::vector<Taker> Takers() const {
    std::vector<Taker> takers;
    for (const Feed& feed : feeds_)
      if (feed.group == feeds_[own_].group)
        takers.push_back({feed.event->time->micros, feed.steps});
    return takers;
  }

  bool FiresAtEvents() const {
    return std::any_of(alternatives_.begin(), alternatives_.end(),
                       [](const Alternative& each) { return AbsentSteps(each) == 0; });
  }

  bool Complete() {
    if (deciding_) return true;
    return std::any_of(alternatives_.begin(), alternatives_.end(), [&](const Alternative& each) {
      return AbsentSteps(each) == 0 && LatestStart(each, Takers(), WindowStart(now_)).has_value();
    });
  }

  // The last feed, where a match that is whole must wait for its deadline.
  void Follow(size_t index) {
    const Alternative& alternative = alternatives_[index];
    const Feed& feed = feeds_.back();
    const int64_t now = now_.micros, from = WindowStart(now_);
    const uint64_t absent = AbsentSteps(alternative);
    if ((feed.steps & absent) != 0) {
      const size_t before = waiting_.size();
      std::erase_if(waiting_, [&](const Waiting& each) {
        return each.alternative == index && feeds_[each.feed].group == feed.group &&
               (alternative.any_order || feeds_[each.feed].event->time->micros < now);
      });
      if (waiting_.size() < before && !FiresAtEvents()) groups_[feed.group].holds = false;
    }
    std::vector<Taker> takers = Takers();
    for (const Taker& taker : takers)
      if (alternative.any_order && (taker.steps & absent) != 0 && taker.time >= from) return;
    const auto start = LatestStart(alternative, takers, from, now);
    // Only if it is this event that lets it start so late.
    takers.pop_back();
    if (!start || LatestStart(alternative, takers, from, now) == start) return;
    std::erase_if(waiting_, [&](const Waiting& each) {
      return each.alternative == index && feeds_[each.feed].group == feed.group &&
             feeds_[each.feed].event->time->micros == now;
    });
    waiting_.push_back(
        {*start + DurationOf(rule_.stateful->window->length), feeds_.size() - 1, index});
  }

  void DecideBefore(int64_t time) {
    for (;;) {
      const auto first = std::min_element(waiting_.begin(), waiting_.end(),
                                          [](const Waiting& a, const Waiting& b) {
                                            return std::tie(a.deadline, a.feed, a.alternative) <
                                                   std::tie(b.deadline, b.feed, b.alternative);
                                          });
      if (first == waiting_.end() || first->deadline >= time) return;
      now_ = {first->deadline};
      own_ = first->feed;
      event_ = feeds_[own_].event;
      waiting_.erase(first);
      evaluator_.Forget();
      deciding_ = true;
      Judge();
      deciding_ = false;
    }
  }

  int64_t WindowStart(Timestamp time) {
    const int64_t length = DurationOf(rule_.stateful->window->length);
    if (rule_.stateful->window->kind == program::WindowKind::kSliding) return time.micros - length;
    return Floor(time.micros, length);
  }

  static int64_t Floor(int64_t t, int64_t length) {
    const int64_t rest = t % length;
    return t - (rest < 0 ? rest + length : rest);
  }

  // The arguments with which aggregate `index` was fed in [from, to], for the group of the last
  // feed.
  std::vector<std::vector<Value>> Fed(size_t index, int64_t from, int64_t to) const {
    std::vector<std::vector<Value>> found;
    // Feeds come in the order of time.
    auto feed = std::partition_point(feeds_.begin(), feeds_.end(), [&](const Feed& one) {
      return one.event->time->micros < from;
    });
    for (; feed != feeds_.end() && feed->event->time->micros <= to; ++feed) {
      const auto arguments = feed->aggregates.find(index);
      if (feed->group == feeds_[own_].group && arguments != feed->aggregates.end())
        found.push_back(arguments->second);
    }
    return found;
  }

  static std::vector<double> Numbers(const std::vector<std::vector<Value>>& fed) {
    std::vector<double> numbers;
    for (const auto& arguments : fed) {
      if (arguments.empty() || !stdlib::native::IsNumeric(arguments[0])) continue;
      const auto number = stdlib::native::NumberOf(arguments[0]);
      numbers.push_back(number.is_int ? static_cast<double>(number.integer) : number.real);
    }
    return numbers;
  }

  // As numpy has it: between the two values next to the rank, in proportion.
  static Value Percentile(std::vector<double> numbers, double percent) {
    if (numbers.empty()) return {};
    std::sort(numbers.begin(), numbers.end());
    const double rank = percent * static_cast<double>(numbers.size() - 1) / 100;
    const auto below = static_cast<size_t>(std::floor(rank));
    const auto above = static_cast<size_t>(std::ceil(rank));
    return Value::Float(numbers[below] +
                        (numbers[above] - numbers[below]) * (rank - std::floor(rank)));
  }

  static Value Deviation(const std::vector<double>& numbers) {
    if (numbers.empty()) return {};
    const auto count = static_cast<long double>(numbers.size());
    long double sum = 0, squares = 0;
    for (const long double n : numbers) sum += n;
    for (const long double n : numbers) squares += (n - sum / count) * (n - sum / count);
    return Value::Float(static_cast<double>(std::sqrt(squares / count)));
  }

  double PercentOf(const ir::Aggregate& aggregate) {
    if (!aggregate.percent.valid()) return 50;
    const Value percent = evaluator_.Evaluate(aggregate.percent);
    return percent.kind == Kind::kInt ? static_cast<double>(percent.integer) : percent.number;
  }

  Value Reduce(const ir::Aggregate& aggregate, const std::vector<std::vector<Value>>& fed) {
    using stdlib::AggregateKind;
    const std::vector<double> numbers = Numbers(fed);
    // Wide enough that ten times 0.1 is 1, as the engine's exact sums have it.
    long double wide = 0;
    for (const double n : numbers) wide += n;
    const auto sum = static_cast<double>(wide);
    std::set<std::string> distinct;
    for (const auto& arguments : fed) distinct.insert(Key(arguments));
    switch (aggregate.kind) {
      case AggregateKind::kCount:
        return Value::Int(static_cast<int64_t>(fed.size()));
      case AggregateKind::kDistinct:
        return Value::Int(static_cast<int64_t>(distinct.size()));
      case AggregateKind::kSum:
        return Value::Float(sum);
      case AggregateKind::kAvg:
        return numbers.empty() ? Value() : Value::Float(sum / static_cast<double>(numbers.size()));
      case AggregateKind::kMin:
        return numbers.empty() ? Value()
                               : Value::Float(*std::min_element(numbers.begin(), numbers.end()));
      case AggregateKind::kMax:
        return numbers.empty() ? Value()
                               : Value::Float(*std::max_element(numbers.begin(), numbers.end()));
      case AggregateKind::kFirst:
        return fed.empty() ? Value() : fed.front()[0];
      case AggregateKind::kLast:
        return fed.empty() ? Value() : fed.back()[0];
      case AggregateKind::kMedian:
      case AggregateKind::kPercentile:
        return Percentile(numbers, PercentOf(aggregate));
      case AggregateKind::kStddev:
        return Deviation(numbers);
    }
    return {};
  }

  Value Cell(const program::Cell& cell) {
    using program::CellKind;
    if (cell.kind == CellKind::kSequence) return Value::Bool(Complete());
    if (cell.kind == CellKind::kFirstSeen) return Value::Bool(IsNew(cell.index));
    if (cell.kind == CellKind::kAggregate)
      return Reduce(rule_.stateful->aggregates[cell.index],
                    Fed(cell.index, WindowStart(now_), now_.micros));
    return Statistic(cell.kind, Bins(rule_.stateful->baselines[cell.index]));
  }

  // When the group of the last feed had its first event, or its first one after it was forgotten.
  int64_t BeganAnew() {
    int64_t kept = DurationOf(rule_.stateful->window->length);
    for (const ir::Baseline& each : rule_.stateful->baselines)
      kept = std::max(kept, DurationOf(each.history) + DurationOf(each.every));
    std::optional<int64_t> first;
    int64_t last = 0;
    for (const Feed& feed : feeds_) {
      if (feed.group != feeds_[own_].group) continue;
      const int64_t time = feed.event->time->micros;
      if (!first || time - last > kept) first = time;
      last = time;
    }
    return *first;
  }

  // The values of the complete bins of the history.
  std::vector<double> Bins(const ir::Baseline& baseline) {
    const int64_t every = DurationOf(baseline.every), history = DurationOf(baseline.history);
    const ir::Aggregate& aggregate = rule_.stateful->aggregates[baseline.aggregate];
    const bool zero_filled = Reduce(aggregate, {}).present();
    const int64_t first = std::max(BeganAnew(), began_);
    const int64_t now = Floor(now_.micros, every);
    std::vector<double> bins;
    for (int64_t bin = std::max(Floor(first, every), now - history / every * every); bin < now;
         bin += every) {
      const auto fed = Fed(baseline.aggregate, std::max(bin, began_), bin + every - 1);
      if (fed.empty() && !zero_filled) continue;
      const Value value = Reduce(aggregate, fed);
      const auto number = stdlib::native::ToNumber(value);
      if (number)
        bins.push_back(number->is_int ? static_cast<double>(number->integer) : number->real);
    }
    return bins;
  }

  static double Median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const size_t half = values.size() / 2;
    return values.size() % 2 ? values[half] : (values[half - 1] + values[half]) / 2;
  }

  static Value Statistic(program::CellKind kind, std::vector<double> bins) {
    using program::CellKind;
    if (kind == CellKind::kBaselineN) return Value::Int(static_cast<int64_t>(bins.size()));
    if (bins.empty()) return {};
    double sum = 0, squares = 0;
    for (const double n : bins) sum += n;
    const double mean = sum / static_cast<double>(bins.size());
    for (const double n : bins) squares += (n - mean) * (n - mean);
    if (kind == CellKind::kBaselineMean) return Value::Float(mean);
    if (kind == CellKind::kBaselineStddev)
      return Value::Float(std::sqrt(squares / static_cast<double>(bins.size())));
    const double median = Median(bins);
    if (kind == CellKind::kBaselineMedian) return Value::Float(median);
    for (double& n : bins) n = std::abs(n - median);
    return Value::Float(Median(std::move(bins)));
  }

  bool IsNew(uint32_t index) {
    const ir::FirstSeen& seen = rule_.stateful->first_seen[index];
    const auto own = feeds_[own_].first_seen.find(index);
    if (own == feeds_[own_].first_seen.end()) return false;
    const int64_t now = event_->time->micros, history = DurationOf(seen.history),
                  learn = DurationOf(seen.learn);
    std::optional<int64_t> last;
    for (size_t i = 0; i < own_; ++i) {
      const auto tuple = feeds_[i].first_seen.find(index);
      if (tuple == feeds_[i].first_seen.end()) continue;
      if (tuple->second == own->second) last = feeds_[i].event->time->micros;
    }
    if (now - began_ < learn) return false;
    return !last || now - *last > history;
  }

  const ir::RuleSet& rules_;
  const ir::Rule& rule_;
  Evaluator evaluator_;
  const Event* event_ = nullptr;
  Timestamp now_;   // its time, or a deadline after it
  size_t own_ = 0;  // its feed
  bool matched_ = false;
  Answer matches_ = Answer::kNo;  // as far as the event alone decides
  bool undecided_ = false;        // something that the event may feed is
  int64_t began_ = 0, ends_ = 0;  // the body of the log, whether or not its events feed the rule
  std::vector<Feed> feeds_;
  struct Waiting {
    int64_t deadline;
    size_t feed;  // that completed the match
    size_t alternative;
  };
  std::vector<Waiting> waiting_;
  std::vector<Alternative> alternatives_;  // of the rule's sequence
  bool deciding_ = false;                  // at a deadline
  std::deque<std::string> texts_;
  std::map<std::string, GroupState> groups_;
  std::map<std::string, Timestamp> last_fired_;
  std::vector<Fired> fired_;
};

}  // namespace

std::vector<Fired> Run(const ir::RuleSet& rules, const std::string& ndjson,
                       const Judging& judging) {
  std::vector<Event> timed, timeless;
  for (Event& event : ReadEvents(ndjson))
    (event.time ? timed : timeless).push_back(std::move(event));
  Runners runners;
  for (const ir::Rule& rule : rules.rules)
    runners.push_back(std::make_unique<RuleRunner>(rules, rule, runners));
  for (const Event& event : timeless)
    for (const auto& runner : runners) runner->See(event);
  if (!timed.empty()) {
    const std::pair whole(*timed.front().time, *timed.back().time);
    const auto [began, ends] = judging.rule_test ? whole : BodyOf(timed);
    for (const auto& runner : runners) runner->Begin(began, ends);
    for (const Event& event : timed)
      for (const auto& runner : runners) runner->See(event);
    for (const auto& runner : runners) runner->End();
  }
  std::vector<Fired> all;
  for (const auto& runner : runners)
    for (const Fired& fired : runner->fired())
      if (judging.only_rule.empty() || fired.rule == judging.only_rule) all.push_back(fired);
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace sigrun::reference
