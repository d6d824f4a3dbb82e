// The state of one stateful rule, and its view for the condition.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "runtime/state/first_seen.h"
#include "runtime/state/group_table.h"
#include "runtime/state/keyed_state.h"
#include "runtime/state/rule_plan.h"

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
  bool stopped = false;  // no more deadlines are decided: waiting matches stay undecided

  // Groups with waiting matches, by the deadline of the first of them and its number.
  using Deadline = std::pair<int64_t, uint64_t>;
  std::map<Deadline, Group*> deadlines;
  // Moves the group to its current position, or removes it.
  void Schedule(Group& group);
  // Removes it: it is about to be dropped or reset.
  void Forget(Group& group);
};

// The state of one group at the moment of a feed, or of a deadline. Without a window there is no
// group.
class Frame final : public StateFrame {
 public:
  Frame(const RulePlan& plan, Group* group, int64_t time, uint64_t first_sightings,
        const program::ValueView& captures, bool at_deadline = false)
      : plan_(plan),
        group_(group),
        time_(time),
        first_sightings_(first_sightings),
        captures_(captures),
        at_deadline_(at_deadline) {}

  Value Cell(uint32_t index) const override;
  const program::ValueView& captures() const override { return captures_; }

 private:
  Value Aggregate(uint32_t index) const;
  Value Baseline(const program::Cell& cell) const;

  const RulePlan& plan_;
  Group* group_;
  int64_t time_;
  uint64_t first_sightings_;  // bit i: the event is the first of Stateful::first_seen[i]
  program::ValueView captures_;
  bool at_deadline_;
};

}  // namespace sigrun::state
