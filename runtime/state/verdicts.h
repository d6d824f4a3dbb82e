// Asks whether the condition of a rule holds, and reports where it makes the rule fire.
#pragma once

#include <cstdint>

#include "runtime/state/feeding.h"
#include "runtime/state/limits.h"
#include "runtime/state/rule/firing.h"

namespace sigrun::state {

class Verdicts {
 public:
  Verdicts(const Limits& limits, const EventStore& events, Judge& judge, Firings& firings)
      : limits_(limits), events_(events), judge_(judge), firings_(firings) {}

  // At an event that fed a rule without a window, or the group of one with a window.
  void AtEvent(const Feeding& feeding);
  void AtEvent(const Feeding& feeding, Group& group);
  // A match of the group has come to its deadline at `time`.
  void AtDeadline(uint32_t index, RuleState& rule, Group& group, int64_t time,
                  const WaitingMatch& match);

 private:
  // `name` gives the id of each event.
  template <class Event, class Name>
  void NameSteps(const std::vector<Event>& events, Name name, Firing& firing) const;

  const Limits& limits_;
  const EventStore& events_;
  Judge& judge_;
  Firings& firings_;
};

}  // namespace sigrun::state
