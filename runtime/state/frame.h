// What the condition of a rule sees: the state of one group at the moment of a feed, or of a
// deadline. Without a window there is no group.
#pragma once

#include <cstdint>

#include "runtime/state/rule/firing.h"
#include "runtime/state/rule/group.h"
#include "runtime/state/rule/rule_plan.h"

namespace sigrun::state {

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
