// The state of one group of a rule, in one cell of memory: 96 bytes, and what the rule's plan
// needs: its aggregates, its baselines, its sequence. What those store for their entries is beside
// it.
#pragma once

#include <cstdint>
#include <span>

#include "base/hash.h"
#include "runtime/state/kept/evidence.h"
#include "runtime/state/rule/rule_plan.h"
#include "runtime/state/sequence/sequence_state.h"
#include "runtime/state/window/aggregate_state.h"
#include "runtime/state/window/baseline.h"
#include "runtime/state/window/count_window.h"

namespace sigrun::state {

class Group {
 public:
  // The size of a cell; a multiple of 8.
  static size_t SizeFor(const RulePlan& plan);
  // In a cell of that size. `key`: the hash of the values of the group. All that takes a plan needs
  // that of the group's rule.
  static Group& Create(void* cell, const RulePlan& plan, const Hash128& key);
  void Destroy(const RulePlan& plan);
  Group(const Group&) = delete;
  Group& operator=(const Group&) = delete;

  const Hash128& key() const { return key_; }
  std::span<AggregateState> aggregates(const RulePlan& plan);
  std::span<BaselineState> baselines(const RulePlan& plan);
  // The time of the first event, of a rule with baselines.
  int64_t& first_fed(const RulePlan& plan);
  // Null without a sequence.
  SequenceState* steps(const RulePlan& plan);

  // Resets everything; the first event of the group is at `time`.
  void StartAnew(const RulePlan& plan, int64_t time);
  // Whether the rule fires, given whether its condition holds at `time`.
  bool Turn(bool holds, int64_t time, int64_t window_start);
  // All but the key and the place among other groups. Reading needs a group of the same plan, and
  // Account afterwards.
  template <class A>
  void Fields(A& a, const RulePlan& plan, const SavedCaptures& captures, uint32_t evidence_limit) {
    a(last_fed, fired_at_, feeds);
    if (!plan.baselines.empty()) {
      a(first_fed(plan));
      a.Require(IsPlausible({first_fed(plan)}), "a group has an impossible time");
    }
    a.Require(IsPlausible({last_fed}), "a group has an impossible time");
    Evidence::Fields(a, evidence, evidence_limit);
    for (auto& each : aggregates(plan)) a(each);
    for (auto& each : baselines(plan)) a(each);
    if (SequenceState* sequence = steps(plan))
      SequenceState::Fields(a, *sequence, *plan.sequence, plan.group_values, captures);
  }
  // After reading. False if it holds an event that is not in the store.
  bool Account(const RulePlan& plan, const EventStore& events);
  // Calls visit(EventHandle&) for each event that it holds.
  template <class Visit>
  void ForEachEvent(const RulePlan& plan, Visit visit) {
    evidence.ForEachEvent(visit);
    if (SequenceState* sequence = steps(plan)) sequence->ForEachEvent(visit);
  }

  // Of the cell, of its place in the index of groups, and of all that its parts keep.
  size_t ComputeBytes(const RulePlan& plan);

  CountWindow feeds;
  [[no_unique_address]] Evidence evidence;
  uint32_t bytes = 0;  // as last accounted
  int64_t last_fed = 0;
  uint32_t older = 0, newer = 0;  // places of groups, for the table of groups

 private:
  static constexpr int64_t kArmed = INT64_MIN;

  explicit Group(const Hash128& key) : key_(key) {}
  ~Group() = default;
  template <class T>
  T* At(size_t offset);

  Hash128 key_;
  // When the rule fired last, while the condition holds since; kArmed if it was false at its last
  // evaluation, or was never evaluated.
  int64_t fired_at_ = kArmed;
};

}  // namespace sigrun::state
