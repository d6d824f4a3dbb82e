#include "runtime/state/rule/rule_state.h"

#include "base/arena.h"
#include "base/value_codec.h"

namespace sigrun::state {

void RuleState::Schedule(Group& group) {
  SequenceState& steps = *group.steps;
  std::optional<Deadline> due = steps.First();
  if (due) due->first = After(due->first, plan.window.length());
  if (due == steps.scheduled) return;
  if (steps.scheduled) deadlines.erase(*steps.scheduled);
  if (due) deadlines[*due] = &group;
  steps.scheduled = due;
}

void RuleState::Forget(Group& group) {
  if (!group.steps || group.steps->waiting() == 0) return;
  if (!stopped) stats.undecided -= group.steps->waiting();
  group.steps->Clear();
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

Group* RuleState::AddGroup(std::string_view key) {
  Arena arena;
  const auto values = DecodeValues(key, arena);
  if (!plan.windowed || !values.ok() || values->size() != plan.group_values) return nullptr;
  std::string canonical;
  EncodeKey(*values, canonical);
  if (canonical != key) return nullptr;
  bool created = false;
  Group& group = groups.Obtain(plan, key, &created);
  return created ? &group : nullptr;
}

void RuleState::AccountAll() {
  usage = {};
  stats.groups = groups.size();
  stats.undecided = 0;
  for (Group* group = groups.oldest(); group != nullptr; group = group->newer) {
    Account(*group);
    if (!group->steps) continue;
    stats.undecided += group->steps->waiting();
    Schedule(*group);
  }
  usage.groups += groups.index_bytes();
  for (const FirstSeenMemory& each : first_seen) usage.first_seen += each.bytes();
}

void RuleState::Account(Group& group) {
  const size_t bytes = group.ComputeBytes();
  usage.groups += bytes - group.bytes;
  group.bytes = bytes;
}

}  // namespace sigrun::state
