#include "runtime/state/rule/rule_state.h"

#include "base/check.h"

namespace sigrun::state {

void RuleState::Schedule(Group& group) {
  SequenceState& steps = *group.steps(plan);
  std::optional<Deadline> due = steps.First();
  if (due) due->first = After(due->first, plan.window.length());
  if (due == steps.scheduled) return;
  if (steps.scheduled) deadlines.erase(*steps.scheduled);
  if (due) deadlines[*due] = &group;
  steps.scheduled = due;
}

void RuleState::Forget(Group& group) {
  SequenceState* steps = group.steps(plan);
  if (steps == nullptr || steps->waiting() == 0) return;
  if (!stopped) stats.undecided -= steps->waiting();
  steps->Clear();
  Schedule(group);
}

uint64_t RuleState::Sight(std::span<const Selection::Item> items, int64_t time, TupleHash& hashes) {
  using Sighting = FirstSeenMemory::Sighting;
  uint64_t first = 0;
  for (const Selection::Item& item : items) {
    FirstSeenMemory& memory = first_seen[item.index];
    usage.first_seen -= memory.bytes();
    const Sighting sighting = memory.Observe(time, hashes.Of(item.arguments), *began);
    usage.first_seen += memory.bytes();
    if (sighting == Sighting::kFirst) first |= uint64_t{1} << item.index;
    if (sighting == Sighting::kLearning) ++stats.learning;
  }
  return first;
}

bool RuleState::AccountAll(const EventStore& events) {
  usage = {};
  stats.groups = groups.size();
  stats.undecided = 0;
  for (Group* group = groups.oldest(); group != nullptr; group = groups.NextAfter(*group)) {
    if (!group->Account(plan, events)) return false;
    Account(*group);
    const SequenceState* steps = group->steps(plan);
    if (steps == nullptr) continue;
    stats.undecided += steps->waiting();
    Schedule(*group);
  }
  for (const FirstSeenMemory& each : first_seen) usage.first_seen += each.bytes();
  return true;
}

void RuleState::Account(Group& group) {
  const size_t bytes = group.ComputeBytes(plan);
  SIGRUN_CHECK(bytes <= UINT32_MAX);
  usage.groups += bytes - group.bytes;
  group.bytes = static_cast<uint32_t>(bytes);
}

}  // namespace sigrun::state
