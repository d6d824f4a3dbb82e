#include "runtime/state/feeder.h"

#include <algorithm>

namespace sigrun::state {

Group& Feeder::Feed(const Feeding& feeding) {
  Group& group = Obtain(feeding);
  FeedWindow(feeding, group);
  for (const Selection::Item& item : feeding.selected.aggregates())
    FeedAggregate(feeding, group, item);
  if (feeding.rule.plan.sequence) AddStep(feeding, group);
  return group;
}

Group& Feeder::Obtain(const Feeding& feeding) {
  RuleState& rule = feeding.rule;
  bool created = false;
  Group& group = rule.groups.Obtain(
      feeding.feed.key ? *feeding.feed.key : hashes_.Of(feeding.feed.group), &created);
  if (created || group.last_fed < Before(feeding.time, rule.plan.retention)) {
    rule.Forget(group);
    group.StartAnew(rule.plan, std::max(feeding.time, *rule.began));
  }
  group.last_fed = feeding.time;
  ++feeds_;
  return group;
}

void Feeder::FeedWindow(const Feeding& feeding, Group& group) {
  const RulePlan& plan = feeding.rule.plan;
  const int64_t start = plan.window.Start(feeding.time);
  group.feeds.Expire(start);
  group.feeds.Add(plan.window, feeding.time);
  if (plan.sequence) return;
  group.evidence.Add(limits_.evidence, group.feeds.total(), EventOf(feeding), events_);
}

void Feeder::FeedAggregate(const Feeding& feeding, Group& group, const Selection::Item& item) {
  const RulePlan& plan = feeding.rule.plan;
  const AggregateInput input(feeding.time, item.arguments, limits_.distinct_values, hashes_);
  bool exact = true;
  if (!plan.counts_feeds) {
    AggregateState& state = group.aggregates(plan)[item.index];
    state.Expire(plan.window.Start(feeding.time));
    exact = state.Add(plan.window, input);
  }
  for (const uint32_t index : plan.aggregates[item.index].baselines)
    if (feeding.time >= *feeding.rule.began)
      exact &= group.baselines(plan)[index].Add(plan.baselines[index], input);
  feeding.rule.stats.distinct_capped += !exact;
}

void Feeder::AddStep(const Feeding& feeding, Group& group) {
  RuleState& rule = feeding.rule;
  const SequencePlan& plan = *rule.plan.sequence;
  SequenceState& steps = *group.steps(rule.plan);
  const uint64_t taken = feeding.selected.steps();
  const int64_t start = rule.plan.window.Start(feeding.time);
  const EventHandle event = EventOf(feeding);
  steps.Add(plan, start, taken,
            {feeding.time, event, static_cast<uint32_t>(events_[event].bytes())});
  if (!plan.waits) return;
  const size_t broken = steps.Break(plan, taken, feeding.time);
  if (!rule.stopped) rule.stats.undecided -= broken;
  if (broken > 0 && !plan.fires_at_events) group.Turn(false, feeding.time, start);
  for (size_t i = 0; i < plan.alternatives.size(); ++i)
    if (plan.alternatives[i].waits())
      if (const auto match = steps.Completed(plan, i, start, taken, feeding.time))
        Wait(feeding, steps, i, *match);
  rule.Schedule(group);
}

void Feeder::Wait(const Feeding& feeding, SequenceState& steps, size_t alternative, int64_t start) {
  RuleStateStats& stats = feeding.rule.stats;
  WaitingMatch match;
  match.alternative = alternative;
  match.start = start;
  match.completed = feeding.time;
  match.number = feeds_;
  match.first_sightings = feeding.first_sightings;
  match.origin = feeding.occurrence.origin;
  for (const EventHandle event : steps.CompletedEvents(*feeding.rule.plan.sequence, alternative))
    match.ids.emplace_back(events_[event]);
  for (const Value& value : feeding.feed.group) match.group.emplace_back(value);
  for (size_t i = 0; i < feeding.feed.captures.size(); ++i)
    match.captures.emplace_back(feeding.feed.captures[i]);
  const size_t before = steps.waiting();
  if (!steps.Wait(std::move(match))) ++stats.undecided_dropped;
  stats.undecided += steps.waiting() - before;
}

EventHandle Feeder::EventOf(const Feeding& feeding) {
  return events_.Put(feeding.time, feeding.occurrence.event_id);
}

}  // namespace sigrun::state
