// Asks whether the condition of a rule holds, and reports where it makes the rule fire.
#pragma once

#include <cstdint>

#include "runtime/state/feeding.h"
#include "runtime/state/limits.h"
#include "runtime/state/rule/firing.h"

namespace sigrun::state {

class Verdicts {
 public:
  Verdicts(const Limits& limits, Judge& judge, Firings& firings)
      : limits_(limits), judge_(judge), firings_(firings) {}

  // At an event that fed a rule without a window, or the group of one with a window.
  void AtEvent(const Feeding& feeding);
  void AtEvent(const Feeding& feeding, Group& group);
  // A match of the group has come to its deadline at `time`.
  void AtDeadline(uint32_t index, RuleState& rule, Group& group, int64_t time,
                  const WaitingMatch& match);

 private:
  void NameSteps(const std::vector<EventId>& ids, Firing& firing) const;

  const Limits& limits_;
  Judge& judge_;
  Firings& firings_;
};

}  // namespace sigrun::state
