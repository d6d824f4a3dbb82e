#include "runtime/state/verdicts.h"

#include <algorithm>
#include <string>
#include <vector>

#include "runtime/state/frame.h"

namespace sigrun::state {
namespace {

Firing MakeFiring(const Feeding& feeding, const Frame& frame) {
  ++feeding.rule.stats.firings;
  Firing firing;
  firing.rule = feeding.feed.rule;
  firing.occurrence = &feeding.occurrence;
  firing.frame = &frame;
  firing.group = feeding.feed.group;
  return firing;
}

void SetWindow(int64_t start, int64_t end, Firing& firing) {
  firing.has_window = true;
  firing.window_start = {start};
  firing.window_end = {end};
}

std::vector<Value> ValuesOf(const std::vector<StoredValue>& stored) {
  std::vector<Value> values;
  values.reserve(stored.size());
  for (const StoredValue& each : stored) values.push_back(each.get());
  return values;
}

}  // namespace

void Verdicts::AtEvent(const Feeding& feeding) {
  const Frame frame(feeding.rule.plan, nullptr, feeding.time, feeding.first_sightings,
                    feeding.feed.captures);
  if (!judge_.Holds(feeding.feed.rule, frame)) return;
  Firing firing = MakeFiring(feeding, frame);
  firing.window_start = firing.window_end = {feeding.time};
  firing.event_ids.assign(limits_.evidence > 0 ? 1 : 0, std::string(feeding.occurrence.event_id));
  firing.event_count = 1;
  firings_.OnFiring(firing);
}

void Verdicts::AtEvent(const Feeding& feeding, Group& group) {
  const RulePlan& plan = feeding.rule.plan;
  const int64_t time = feeding.time, start = plan.window.Start(time);
  const Frame frame(plan, &group, time, feeding.first_sightings, feeding.feed.captures);
  const bool holds = judge_.Holds(feeding.feed.rule, frame);
  const bool turned = group.Turn(holds, time, start);
  if (!(plan.fires_at_each ? holds : turned)) return;
  Firing firing = MakeFiring(feeding, frame);
  SetWindow(start, plan.window.End(time), firing);
  if (plan.sequence) {
    NameSteps(
        group.steps(plan)->Events(*plan.sequence),
        [&](EventHandle event) { return events_[event].ToString(); }, firing);
  } else {
    firing.event_ids = group.evidence.Ids(start, events_);
    firing.event_count = group.feeds.total();
  }
  firings_.OnFiring(firing);
}

void Verdicts::AtDeadline(uint32_t index, RuleState& rule, Group& group, int64_t time,
                          const WaitingMatch& match) {
  const std::vector<Value> values = ValuesOf(match.group), captures = ValuesOf(match.captures);
  const Frame frame(rule.plan, &group, time, match.first_sightings,
                    {captures.data(), captures.size()}, true);
  const int64_t start = rule.plan.window.Start(time);
  const bool holds = judge_.Holds(index, frame);
  const bool turned = group.Turn(holds, time, start);
  if (!(rule.plan.fires_at_each ? holds : turned)) return;
  const std::string id = match.ids.back().ToString();
  const Occurrence occurrence{{time}, id, match.origin};
  ++rule.stats.firings;
  Firing firing;
  firing.rule = index;
  firing.occurrence = &occurrence;
  firing.frame = &frame;
  firing.group = values;
  SetWindow(start, time, firing);
  NameSteps(match.ids, [](const EventId& event) { return event.ToString(); }, firing);
  firings_.OnFiring(firing);
}

// The latest ones, as many as may be shown.
template <class Event, class Name>
void Verdicts::NameSteps(const std::vector<Event>& events, Name name, Firing& firing) const {
  firing.event_count = events.size();
  const size_t shown = std::min<size_t>(events.size(), limits_.evidence);
  for (size_t i = events.size() - shown; i < events.size(); ++i)
    firing.event_ids.push_back(name(events[i]));
}

}  // namespace sigrun::state
