// Everything kept for one stateful rule.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "runtime/state/kept/tuple_hash.h"
#include "runtime/state/rule/group_table.h"
#include "runtime/state/rule/rule_plan.h"
#include "runtime/state/rule/rule_state_stats.h"
#include "runtime/state/rule/selection.h"
#include "runtime/state/seen/first_seen.h"

namespace sigrun::state {

// In bytes, computed from the contents.
struct MemoryUsage {
  size_t groups = 0;
  size_t first_seen = 0;
  size_t total() const { return groups + first_seen; }
};

struct RuleState {
  explicit RuleState(RulePlan made) : plan(std::move(made)), groups(plan) {
    for (const FirstSeenPlan& each : plan.first_seen)
      first_seen.emplace_back(each.history, each.learn);
  }

  const RulePlan plan;
  GroupTable groups;
  std::vector<FirstSeenMemory> first_seen;
  RuleStateStats stats;
  MemoryUsage usage;
  // When the body of the log began, as far as this rule has followed it.
  std::optional<int64_t> began;
  // Shows tuples to first_seen; bit i: first_seen[i] has not seen its one.
  uint64_t Sight(std::span<const Selection::Item> items, int64_t time, TupleHash& hashes);
  // After the group has changed.
  void Account(Group& group);

  // The groups in the order in which they were fed last, and the tuples that were seen. Reading
  // needs an empty state of the same plan, but for its captures, and AccountAll afterwards.
  template <class A>
  void Fields(A& a, const SavedCaptures& captures, uint32_t evidence_limit) {
    uint32_t count = a.Size(groups.size());
    if constexpr (A::kReads) {
      for (int64_t last = INT64_MIN; count > 0 && a.ok(); --count) {
        Hash128 key;
        a(key);
        bool created = false;
        Group& group = groups.Obtain(key, &created);
        if (!a.Require(plan.windowed && created, "a group comes twice")) return;
        group.Fields(a, plan, captures, evidence_limit);
        a.Require(group.last_fed >= last, "groups are not in order");
        last = group.last_fed;
      }
    } else {
      for (Group* group = groups.oldest(); group != nullptr; group = groups.NextAfter(*group)) {
        a(group->key());
        group->Fields(a, plan, captures, evidence_limit);
      }
    }
    for (auto& memory : first_seen) a(memory);
  }

  bool stopped = false;  // no more deadlines are decided: what waits stays undecided

  // Groups with waiting matches, by the deadline of the first of them and its number.
  using Deadline = std::pair<int64_t, uint64_t>;
  std::map<Deadline, Group*> deadlines;
  // Moves the group to its current position, or removes it.
  void Schedule(Group& group);
  // Usage, deadlines and what stats say of them, from what is kept. False if a group holds an event
  // that is not in the store.
  bool AccountAll(const EventStore& events);
  // Takes it out for good: it is about to be given up or to start anew.
  void Forget(Group& group);
};

}  // namespace sigrun::state
