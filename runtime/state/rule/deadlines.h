// The rules that fire at deadlines, and which of them has the next one.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "runtime/state/rule/memory_relief.h"

namespace sigrun::state {

class Deadlines {
 public:
  explicit Deadlines(const RuleStates& rules) : rules_(rules) {
    for (uint32_t i = 0; i < rules.size(); ++i)
      if (rules[i] && rules[i]->plan.fires_at_deadlines()) waiting_.push_back(i);
  }

  // The group has been fed: its deadline may have changed.
  void Note(const RulePlan& plan, Group& group) {
    const SequenceState* steps = group.steps(plan);
    if (steps != nullptr && steps->scheduled) next_ = std::min(next_, steps->scheduled->first);
  }

  // The rule whose deadline comes first, the earlier of two, if it comes before `time`.
  std::optional<uint32_t> NextBefore(int64_t time) {
    if (next_ >= time) return std::nullopt;
    std::optional<uint32_t> first;
    next_ = INT64_MAX;
    for (const uint32_t rule : waiting_) {
      const auto& deadlines = rules_[rule]->deadlines;
      if (deadlines.empty() || deadlines.begin()->first.first >= next_) continue;
      next_ = deadlines.begin()->first.first;
      first = rule;
    }
    return next_ < time ? first : std::nullopt;
  }

  void Stop() {
    for (const uint32_t rule : waiting_) rules_[rule]->stopped = true;
  }

 private:
  const RuleStates& rules_;
  std::vector<uint32_t> waiting_;
  int64_t next_ = INT64_MAX;  // no deadline is before it
};

}  // namespace sigrun::state
