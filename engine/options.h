// What can be chosen about a run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/event_time.h"
#include "runtime/event/event.h"
#include "runtime/state/keyed_state.h"

namespace sigrun::engine {

struct Options {
  // Events of a stream may be out of order by this much; later ones are counted as late:
  // single-event rules see them, stateful rules do not. Files are put in order whatever it takes.
  Duration lateness = Minutes(15);
  // A few records that somebody made up: learning and deadlines count from the first to the last,
  // however far they lie apart, and nothing has to be read twice.
  bool rule_test = false;
  // Only this rule gives alerts, even if it is told to give none: for rule tests.
  std::optional<uint32_t> only_rule;
  bool any_source = false;  // evaluate every rule whatever its log source
  event::Payloads payloads = event::Payloads::kAuto;
  // Where events that are no CloudTrail records have their time, before what the program says.
  std::vector<std::vector<std::string>> time_fields;
  // Only alerts whose time lies in [since, until) are given; earlier records feed state all the
  // same.
  std::optional<Timestamp> since, until;
  bool strict_input = false;  // files that are logs of another kind count as unreadable
  bool deduplicate = true;    // copies of an event are left out
  // The field, with dots, by which copies are known, in records that have it; empty: the eventID of
  // CloudTrail.
  std::string dedup_field;
  event::Limits event_limits;
  state::Limits state_limits;
  size_t dedup_memory = size_t{128} << 20;
  size_t suppress_memory = size_t{32} << 20;
  size_t reorder_memory = size_t{64} << 20;
  // For alerts of a file that are held while it is not yet sure to be in order.
  size_t held_alerts_memory = size_t{32} << 20;
};

}  // namespace sigrun::engine
