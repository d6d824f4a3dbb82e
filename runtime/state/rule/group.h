// The state of one group of a rule, in one block of memory: about 200 bytes and the group's key, 96
// for each aggregate and 168 for each baseline, plus what those store for their entries.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "runtime/state/kept/evidence.h"
#include "runtime/state/rule/rule_plan.h"
#include "runtime/state/sequence/sequence_state.h"
#include "runtime/state/window/aggregate_state.h"
#include "runtime/state/window/baseline.h"
#include "runtime/state/window/count_window.h"

namespace sigrun::state {

class Group {
 public:
  struct Deleter {
    void operator()(Group* group) const { Destroy(group); }
  };
  using Ptr = std::unique_ptr<Group, Deleter>;

  static Ptr Create(const RulePlan& plan, std::string_view key, uint64_t hash);
  Group(const Group&) = delete;
  Group& operator=(const Group&) = delete;

  std::span<AggregateState> aggregates() { return {aggregates_, aggregate_count_}; }
  std::span<BaselineState> baselines() { return {baselines_, baseline_count_}; }
  std::string_view key() const { return {key_, key_size_}; }
  uint64_t hash() const { return hash_; }

  // Resets everything; the first event of the group is at `time`.
  void StartAnew(int64_t time);
  // Whether the rule fires, given whether its condition holds at `time`.
  bool Turn(bool holds, int64_t time, int64_t window_start);
  // All but the key and the place among other groups. Reading needs a group of the same plan.
  template <class A, class Self>
  static void Fields(A& a, Self& self, const RulePlan& plan, const SavedCaptures& captures,
                     uint32_t evidence_limit) {
    a(self.first_fed, self.last_fed, self.fired_at_, self.armed_, self.feeds);
    a.Require(IsPlausible({self.first_fed}) && IsPlausible({self.last_fed}),
              "a group has an impossible time");
    Evidence::Fields(a, self.evidence, evidence_limit);
    for (auto& each : std::span(self.aggregates_, self.aggregate_count_)) a(each);
    for (auto& each : std::span(self.baselines_, self.baseline_count_)) a(each);
    if (self.steps)
      SequenceState::Fields(a, *self.steps, *plan.sequence, plan.group_values, captures);
  }

  // Of the block and of all that its parts keep.
  size_t ComputeBytes() const;

  CountWindow feeds;
  Evidence evidence;
  std::unique_ptr<SequenceState> steps;  // of a rule with a sequence
  int64_t first_fed = 0, last_fed = 0;
  size_t bytes = 0;  // as last accounted
  Group *older = nullptr, *newer = nullptr;

 private:
  Group() = default;
  ~Group() = default;
  static void Destroy(Group* group);

  AggregateState* aggregates_ = nullptr;
  BaselineState* baselines_ = nullptr;
  const char* key_ = nullptr;
  uint64_t hash_ = 0;
  int64_t fired_at_ = 0;
  uint32_t key_size_ = 0;
  uint16_t aggregate_count_ = 0, baseline_count_ = 0;
  bool armed_ = true;  // the condition was false at its last evaluation, or was never evaluated
};

}  // namespace sigrun::state
