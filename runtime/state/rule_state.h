// Everything kept for one stateful rule.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "runtime/state/first_seen.h"
#include "runtime/state/group_table.h"
#include "runtime/state/rule_plan.h"
#include "runtime/state/rule_state_stats.h"
#include "runtime/state/selection.h"
#include "runtime/state/window/tuple_hash.h"

namespace sigrun::state {

// In bytes, computed from the contents.
struct MemoryUsage {
  size_t groups = 0;  // and their index
  size_t first_seen = 0;
  size_t total() const { return groups + first_seen; }
};

struct RuleState {
  explicit RuleState(RulePlan made) : plan(std::move(made)) {
    for (const FirstSeenPlan& each : plan.first_seen)
      first_seen.emplace_back(each.history, each.learn);
  }

  const RulePlan plan;
  GroupTable groups;
  std::vector<FirstSeenMemory> first_seen;
  RuleStateStats stats;
  MemoryUsage usage;
  // Shows tuples to first_seen; bit i: first_seen[i] has not seen its one. The body of the log
  // began at `began`.
  uint64_t Sight(std::span<const Selection::Item> items, int64_t time, int64_t began,
                 TupleHash& hashes);
  // After the group has changed.
  void Account(Group& group);

  bool stopped = false;  // no more deadlines are decided: what waits stays undecided

  // Groups with waiting matches, by the deadline of the first of them and its number.
  using Deadline = std::pair<int64_t, uint64_t>;
  std::map<Deadline, Group*> deadlines;
  // Moves the group to its current position, or removes it.
  void Schedule(Group& group);
  // Removes it: it is about to be dropped or reset.
  void Forget(Group& group);
};

}  // namespace sigrun::state
