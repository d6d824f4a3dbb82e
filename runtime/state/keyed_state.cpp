#include "runtime/state/keyed_state.h"

#include <algorithm>
#include <bit>

#include "base/check.h"
#include "base/value_codec.h"
#include "runtime/program/program.h"
#include "runtime/state/memory_relief.h"
#include "runtime/state/rule_state.h"
#include "runtime/state/tuple_hash.h"

namespace sigrun::state {

class KeyedState::Impl {
 public:
  Impl(const program::Program& program, const Limits& limits) : limits_(limits) {
    for (const program::Rule& rule : program.rules)
      rules_.push_back(rule.stateful ? std::make_unique<RuleState>(MakeRulePlan(
                                           program, *rule.stateful, limits.window_steps))
                                     : nullptr);
    for (uint32_t i = 0; i < rules_.size(); ++i)
      if (rules_[i] && rules_[i]->plan.fires_at_deadlines()) waiting_rules_.push_back(i);
  }

  void Apply(const Occurrence& occurrence, const Feed& feed, ConditionEvaluator& evaluator,
             FiringHandler& handler) {
    SIGRUN_CHECK(feed.rule < rules_.size() && rules_[feed.rule] != nullptr);
    RuleState& rule = *rules_[feed.rule];
    FindBarred(rule.plan, feed, evaluator);
    if (!Select(rule.plan, feed)) return;
    if (rule.plan.group_if_present && !IsGrouped(feed)) {
      ++rule.stats.ungrouped;
      return;
    }
    ++rule.stats.feeds;
    const size_t before = rule.usage.total();
    const int64_t time = InOrder(occurrence.time.micros, rule.stats);
    if (!began_) began_ = time;
    const uint64_t first_sightings = Sight(rule, time);
    if (rule.plan.windowed)
      ApplyWindowed({rule, occurrence, feed, time, first_sightings}, evaluator, handler);
    else
      ApplyWindowless({rule, occurrence, feed, time, first_sightings}, evaluator, handler);
    memory_bytes_ += rule.usage.total() - before;
    if (memory_bytes_ <= limits_.memory_bytes) return;
    Relieve(rules_, limits_.memory_bytes, time);
    memory_bytes_ = MemoryOf(rules_);
  }

  void AdvanceTo(int64_t time, ConditionEvaluator& evaluator, FiringHandler& handler) {
    while (next_deadline_ < time) {
      const std::optional<uint32_t> rule = RuleWithNextDeadline();
      if (rule && next_deadline_ < time) Decide(*rule, evaluator, handler);
    }
  }

  void StreamBegan(Timestamp time) { began_ = time.micros; }

  void StopDeciding() {
    for (const uint32_t rule : waiting_rules_) rules_[rule]->stopped = true;
  }

  const RuleStateStats& stats(uint32_t rule) const {
    static const RuleStateStats kNone;
    SIGRUN_CHECK(rule < rules_.size());
    return rules_[rule] ? rules_[rule]->stats : kNone;
  }
  size_t memory_bytes() const { return memory_bytes_; }

 private:
  struct Fed {
    uint32_t index;
    std::span<const Value> arguments;
  };
  struct Call {
    RuleState& rule;
    const Occurrence& occurrence;
    const Feed& feed;
    int64_t time;
    uint64_t first_sightings;
  };

  // What the event feeds according to `where` and not according to a proviso.
  void FindBarred(const RulePlan& plan, const Feed& feed, ConditionEvaluator& evaluator) {
    barred_ = {};
    for (size_t i = 0; i < plan.provisos.size(); ++i) {
      const ProvisoPlan& proviso = plan.provisos[i];
      uint64_t& barred = proviso.kind == program::FeedKind::kAggregate   ? barred_.aggregates
                         : proviso.kind == program::FeedKind::kFirstSeen ? barred_.first_seen
                                                                         : barred_.steps;
      if (!evaluator.Provides(feed.rule, i, feed.captures)) barred |= uint64_t{1} << proviso.index;
    }
  }

  static bool IsGrouped(const Feed& feed) {
    return std::all_of(feed.group.begin(), feed.group.end(),
                       [](const Value& value) { return value.present(); });
  }

  // What the feed really feeds; false when that is nothing.
  bool Select(const RulePlan& plan, const Feed& feed) {
    fed_aggregates_.clear();
    fed_first_seen_.clear();
    std::span<const Value> rest = feed.arguments;
    for (uint64_t bits = feed.aggregates; bits != 0; bits &= bits - 1) {
      const auto index = static_cast<uint32_t>(std::countr_zero(bits));
      SIGRUN_CHECK(index < plan.aggregates.size());
      const Fed fed = Take(index, plan.aggregates[index].arguments, rest);
      const bool barred = (barred_.aggregates & bits & -bits) != 0;
      if (!barred && AggregateState::Takes(plan.aggregates[index].kind, fed.arguments))
        fed_aggregates_.push_back(fed);
    }
    for (uint64_t bits = feed.first_seen; bits != 0; bits &= bits - 1) {
      const auto index = static_cast<uint32_t>(std::countr_zero(bits));
      SIGRUN_CHECK(index < plan.first_seen.size());
      const Fed fed = Take(index, plan.first_seen[index].arguments, rest);
      const bool barred = (barred_.first_seen & bits & -bits) != 0;
      if (!barred && std::all_of(fed.arguments.begin(), fed.arguments.end(),
                                 [](const Value& value) { return value.present(); }))
        fed_first_seen_.push_back(fed);
    }
    fed_steps_ = feed.steps & ~barred_.steps;
    return !fed_aggregates_.empty() || !fed_first_seen_.empty() || fed_steps_ != 0;
  }

  static Fed Take(uint32_t index, uint32_t count, std::span<const Value>& rest) {
    SIGRUN_CHECK(count <= rest.size());
    const Fed fed{index, rest.first(count)};
    rest = rest.subspan(count);
    return fed;
  }

  int64_t InOrder(int64_t time, RuleStateStats& stats) {
    if (time < now_) ++stats.late;
    return now_ = std::max(now_, time);
  }

  Hash128 Tuple(std::span<const Value> values) {
    encoded_.clear();
    EncodeKey(values, encoded_);
    return tuples_.Of(encoded_);
  }

  // Shows the tuples to the rule's memory; bit i: first_seen[i] has not seen its one.
  uint64_t Sight(RuleState& rule, int64_t time) {
    using Sighting = FirstSeenMemory::Sighting;
    uint64_t first = 0;
    for (const Fed& fed : fed_first_seen_) {
      FirstSeenMemory& memory = rule.first_seen[fed.index];
      rule.usage.first_seen -= memory.bytes();
      const Sighting sighting = memory.Observe(time, Tuple(fed.arguments), *began_);
      rule.usage.first_seen += memory.bytes();
      if (sighting == Sighting::kFirst) first |= uint64_t{1} << fed.index;
      if (sighting == Sighting::kLearning) ++rule.stats.learning;
    }
    return first;
  }

  void ApplyWindowless(const Call& call, ConditionEvaluator& evaluator, FiringHandler& handler) {
    const Frame frame(call.rule.plan, nullptr, call.time, call.first_sightings, call.feed.captures);
    if (!evaluator.Holds(call.feed.rule, frame)) return;
    Firing firing = MakeFiring(call, frame);
    firing.window_start = firing.window_end = {call.time};
    firing.event_ids.assign(limits_.evidence > 0 ? 1 : 0, std::string(call.occurrence.event_id));
    firing.event_count = 1;
    handler.OnFiring(firing);
  }

  void ApplyWindowed(const Call& call, ConditionEvaluator& evaluator, FiringHandler& handler) {
    RuleState& rule = call.rule;
    Group& group = Obtain(call);
    FeedGroup(call, group);
    if (rule.plan.sequence) AddStep(call, group);
    if (rule.plan.fires_at_events()) Judge(call, group, evaluator, handler);
    Account(rule, group);
    // Two for each that may have come: the table shrinks, and no feed pays for many.
    if (RemoveExpired(rule, call.time)) RemoveExpired(rule, call.time);
    rule.stats.groups = rule.groups.size();
  }

  void Judge(const Call& call, Group& group, ConditionEvaluator& evaluator,
             FiringHandler& handler) {
    const RuleState& rule = call.rule;
    const WindowShape& window = rule.plan.window;
    const Frame frame(rule.plan, &group, call.time, call.first_sightings, call.feed.captures);
    const bool holds = evaluator.Holds(call.feed.rule, frame);
    const bool turned = group.Turn(holds, call.time, window.Start(call.time));
    if (!(rule.plan.fires_at_each ? holds : turned)) return;
    Firing firing = MakeFiring(call, frame);
    firing.has_window = true;
    firing.window_start = {window.Start(call.time)};
    firing.window_end = {window.End(call.time)};
    if (rule.plan.sequence) {
      NameSteps(group.steps->Ids(*rule.plan.sequence), firing);
    } else {
      firing.event_ids = group.evidence.Ids();
      firing.event_count = group.feeds.total();
    }
    handler.OnFiring(firing);
  }

  // The latest ones, as many as may be shown.
  void NameSteps(const std::vector<EventId>& ids, Firing& firing) const {
    firing.event_count = ids.size();
    const size_t shown = std::min<size_t>(ids.size(), limits_.evidence);
    for (size_t i = ids.size() - shown; i < ids.size(); ++i)
      firing.event_ids.push_back(ids[i].ToString());
  }

  void AddStep(const Call& call, Group& group) {
    RuleState& rule = call.rule;
    const SequencePlan& plan = *rule.plan.sequence;
    SequenceState& steps = *group.steps;
    const int64_t start = rule.plan.window.Start(call.time);
    steps.Add(plan, start, fed_steps_, IdOf(call));
    if (!plan.waits) return;
    const size_t broken = steps.Break(plan, fed_steps_, call.time);
    if (!rule.stopped) rule.stats.undecided -= broken;
    if (broken > 0 && !plan.fires_at_events) group.Turn(false, call.time, start);
    for (size_t i = 0; i < plan.alternatives.size(); ++i)
      if (plan.alternatives[i].waits())
        if (const auto match = steps.Completed(plan, i, start, fed_steps_, call.time))
          Wait(call, steps, i, *match);
    rule.Schedule(group);
    if (steps.scheduled) next_deadline_ = std::min(next_deadline_, steps.scheduled->first);
  }

  void Wait(const Call& call, SequenceState& steps, size_t alternative, int64_t start) {
    RuleStateStats& stats = call.rule.stats;
    WaitingMatch match;
    match.alternative = alternative;
    match.start = start;
    match.completed = call.time;
    match.number = sequence_;
    match.first_sightings = call.first_sightings;
    match.origin = call.occurrence.origin;
    match.ids = steps.CompletedIds(*call.rule.plan.sequence, alternative);
    for (const Value& value : call.feed.group) match.group.emplace_back(value);
    for (size_t i = 0; i < call.feed.captures.size(); ++i)
      match.captures.emplace_back(call.feed.captures[i]);
    const size_t before = steps.waiting();
    if (!steps.Wait(std::move(match))) ++stats.undecided_dropped;
    stats.undecided += steps.waiting() - before;
  }

  // The rule whose deadline comes first, the earlier of two; keeps its time.
  std::optional<uint32_t> RuleWithNextDeadline() {
    std::optional<uint32_t> first;
    next_deadline_ = INT64_MAX;
    for (const uint32_t rule : waiting_rules_) {
      const auto& deadlines = rules_[rule]->deadlines;
      if (deadlines.empty() || deadlines.begin()->first.first >= next_deadline_) continue;
      next_deadline_ = deadlines.begin()->first.first;
      first = rule;
    }
    return first;
  }

  // The first match of the rule that waits has come to its deadline.
  void Decide(uint32_t index, ConditionEvaluator& evaluator, FiringHandler& handler) {
    RuleState& rule = *rules_[index];
    const int64_t time = rule.deadlines.begin()->first.first;
    Group& group = *rule.deadlines.begin()->second;
    const WaitingMatch match = group.steps->TakeFirst();
    --rule.stats.undecided;
    rule.Schedule(group);
    const std::vector<Value> values = ValuesOf(match.group), captures = ValuesOf(match.captures);
    const Frame frame(rule.plan, &group, time, match.first_sightings,
                      {captures.data(), captures.size()}, true);
    const int64_t start = rule.plan.window.Start(time);
    const bool holds = evaluator.Holds(index, frame);
    const bool turned = group.Turn(holds, time, start);
    if (rule.plan.fires_at_each ? holds : turned) {
      const std::string id = match.ids.back().ToString();
      const Occurrence occurrence{{time}, id, match.origin};
      ++rule.stats.firings;
      Firing firing;
      firing.rule = index;
      firing.occurrence = &occurrence;
      firing.frame = &frame;
      firing.group = values;
      firing.has_window = true;
      firing.window_start = {start};
      firing.window_end = {time};
      NameSteps(match.ids, firing);
      handler.OnFiring(firing);
    }
    memory_bytes_ -= rule.usage.total();
    Account(rule, group);
    memory_bytes_ += rule.usage.total();
  }

  static std::vector<Value> ValuesOf(const std::vector<StoredValue>& stored) {
    std::vector<Value> values;
    values.reserve(stored.size());
    for (const StoredValue& each : stored) values.push_back(each.get());
    return values;
  }

  Group& Obtain(const Call& call) {
    RuleState& rule = call.rule;
    encoded_.clear();
    EncodeKey(call.feed.group, encoded_);
    bool created = false;
    rule.usage.groups -= rule.groups.index_bytes();
    Group& group = rule.groups.Obtain(rule.plan, encoded_, &created);
    rule.usage.groups += rule.groups.index_bytes();
    if (created || group.last_fed < Before(call.time, rule.plan.retention)) {
      rule.Forget(group);
      group.StartAnew(std::max(call.time, *began_));
    }
    group.last_fed = call.time;
    group.sequence = ++sequence_;
    return group;
  }

  void FeedGroup(const Call& call, Group& group) {
    const RulePlan& plan = call.rule.plan;
    const int64_t start = plan.window.Start(call.time);
    group.feeds.Expire(start);
    group.feeds.Add(plan.window, call.time);
    if (!plan.sequence) {
      group.evidence.Expire(start);
      group.evidence.Add(limits_.evidence, IdOf(call));
    }
    for (const Fed& fed : fed_aggregates_) FeedAggregate(call, group, fed);
  }

  // An event mostly feeds several rules, one after the other.
  const EventId& IdOf(const Call& call) {
    if (id_.time() != call.time || id_text_ != call.occurrence.event_id) {
      id_text_ = call.occurrence.event_id;
      id_ = EventId(call.time, id_text_);
    }
    return id_;
  }

  void FeedAggregate(const Call& call, Group& group, const Fed& fed) {
    const RulePlan& plan = call.rule.plan;
    const AggregatePlan& aggregate = plan.aggregates[fed.index];
    AggregateInput input{call.time, fed.arguments, {}};
    if (aggregate.kind == program::AggregateKind::kDistinct) input.tuple = Tuple(fed.arguments);
    bool exact = true;
    if (!plan.counts_feeds) {
      AggregateState& state = group.aggregates()[fed.index];
      state.Expire(plan.window.Start(call.time));
      exact = state.Add(plan.window, limits_.distinct_values, input);
    }
    for (const uint32_t index : aggregate.baselines)
      if (call.time >= *began_)
        exact &=
            group.baselines()[index].Add(plan.baselines[index], limits_.distinct_values, input);
    call.rule.stats.distinct_capped += !exact;
  }

  Firing MakeFiring(const Call& call, const Frame& frame) {
    ++call.rule.stats.firings;
    Firing firing;
    firing.rule = call.feed.rule;
    firing.occurrence = &call.occurrence;
    firing.frame = &frame;
    firing.group = call.feed.group;
    return firing;
  }

  static void Account(RuleState& rule, Group& group) {
    const size_t bytes = group.ComputeBytes();
    rule.usage.groups += bytes - group.bytes;
    group.bytes = bytes;
  }

  Limits limits_;
  RuleStates rules_;                     // of Program::rules; null where not stateful
  std::vector<uint32_t> waiting_rules_;  // those that fire at deadlines
  int64_t next_deadline_ = INT64_MAX;    // no deadline is before it
  size_t memory_bytes_ = 0;              // of all rules
  int64_t now_ = INT64_MIN;
  std::optional<int64_t> began_;  // of the log: when its body did
  uint64_t sequence_ = 0;
  // Scratch of one Apply.
  program::Fed barred_;
  uint64_t fed_steps_ = 0;
  std::vector<Fed> fed_aggregates_, fed_first_seen_;
  std::string encoded_;
  TupleHash tuples_;
  // The event last put into evidence.
  std::string id_text_;
  EventId id_{0, {}};
};

KeyedState::KeyedState(const program::Program& program, const Limits& limits)
    : impl_(std::make_unique<Impl>(program, limits)) {}
KeyedState::~KeyedState() = default;

void KeyedState::StreamBegan(Timestamp time) { impl_->StreamBegan(time); }
void KeyedState::StopDeciding() { impl_->StopDeciding(); }
void KeyedState::Apply(const Occurrence& occurrence, const Feed& feed,
                       ConditionEvaluator& evaluator, FiringHandler& handler) {
  impl_->Apply(occurrence, feed, evaluator, handler);
}

void KeyedState::AdvanceTo(Timestamp time, ConditionEvaluator& evaluator, FiringHandler& handler) {
  impl_->AdvanceTo(time.micros, evaluator, handler);
}

const RuleStateStats& KeyedState::stats(uint32_t rule) const { return impl_->stats(rule); }
size_t KeyedState::memory_bytes() const { return impl_->memory_bytes(); }

}  // namespace sigrun::state
