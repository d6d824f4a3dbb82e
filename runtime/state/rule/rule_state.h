// Everything kept for one stateful rule.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
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
  // When the body of the log began, as far as this rule has followed it.
  std::optional<int64_t> began;
  // Shows tuples to first_seen; bit i: first_seen[i] has not seen its one.
  uint64_t Sight(std::span<const Selection::Item> items, int64_t time, TupleHash& hashes);
  // After the group has changed.
  void Account(Group& group);

  // The groups in the order in which they were fed last, and the tuples that were seen. Reading
  // needs an empty state of the same plan, but for its captures.
  template <class A, class Self>
  static void Fields(A& a, Self& self, const SavedCaptures& captures, uint32_t evidence_limit) {
    uint32_t count = a.Size(self.groups.size());
    if constexpr (A::kReads) {
      for (int64_t last = INT64_MIN; count > 0 && a.ok(); --count) {
        std::string key;
        a(key);
        Group* group = self.AddGroup(key);
        if (!a.Require(group != nullptr, "a group has no key, or that of another")) return;
        Group::Fields(a, *group, self.plan, captures, evidence_limit);
        a.Require(group->last_fed >= last, "groups are not in order");
        last = group->last_fed;
      }
    } else {
      self.groups.ForEach([&](const Group& group) {
        a(std::string(group.key()));
        Group::Fields(a, group, self.plan, captures, evidence_limit);
      });
    }
    for (auto& memory : self.first_seen) a(memory);
    if constexpr (A::kReads)
      if (a.ok()) self.AccountAll();
  }

  bool stopped = false;  // no more deadlines are decided: what waits stays undecided

  // Groups with waiting matches, by the deadline of the first of them and its number.
  using Deadline = std::pair<int64_t, uint64_t>;
  std::map<Deadline, Group*> deadlines;
  // Moves the group to its current position, or removes it.
  void Schedule(Group& group);
  // Null when there is one of that key, or the key is that of no group of the rule.
  Group* AddGroup(std::string_view key);
  // Usage, deadlines and what stats say of them, from what is kept.
  void AccountAll();
  // Takes it out for good: it is about to be given up or to start anew.
  void Forget(Group& group);
};

}  // namespace sigrun::state
