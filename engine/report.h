// What happened to the records of a run, as values: for the summary, for --stats, and for
// embedders.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/carry/rule_keys.h"
#include "engine/carry/waiting_events.h"
#include "engine/record/ledger.h"
#include "runtime/exec/rule_tally.h"
#include "runtime/state/keyed_state.h"

namespace sigrun::engine {

struct RuleReport {
  exec::RuleCounters records;
  state::RuleStateStats state;  // of a rule with state
  // The number of events on which the rule reached a limit and neither matched nor fed, and of the
  // times that its state could not be evaluated.
  uint64_t undecided = 0;
  uint64_t alerts = 0;
  uint64_t alerts_cut = 0;  // of them, those with truncated text
  uint64_t suppressed = 0;
  uint64_t suppress_forgotten =
      0;  // alerts forgotten for lack of memory before their time was over
};

// Facts about the times of the records.
struct TimeReport {
  uint64_t behind = 0, ahead = 0;  // records far from all others
  std::optional<event::Origin> first_behind, first_ahead;
  // In a stream: records that the clock did not follow and has not reached.
  uint64_t not_followed = 0;
  std::optional<event::Origin> first_not_followed;
  std::optional<event::Origin>
      out_of_order;            // the place at which a single file turned out not to be in order
  uint64_t spilled_bytes = 0;  // that were sorted through a temporary file
};

// The state that a run went on with and the one that it leaves.
struct CarryReport {
  std::optional<Timestamp> from, until;  // older events had been, are now evaluated
  bool loaded = false;
  TakenOver rules;
  uint64_t waited = 0;  // events that earlier runs had left
  Waiting left;
};

struct RunReport {
  std::vector<std::string> files;  // by Origin::file
  Ledger ledger;
  TimeReport times;
  std::vector<RuleReport> rules;  // of Program::rules
  uint64_t alerts_outside = 0;    // before Options::since or from Options::until on
  uint64_t undecided_events = 0;  // on which some rule is undecided
  uint64_t exhausted_events = 0;  // of them, those that took too much memory
  uint64_t identities_forgotten = 0;
  std::optional<CarryReport> carry;
  bool stopped = false;     // the ordered stage or the sink failed
  bool read_twice = false;  // an assumption about the input was wrong

  const std::string& FileOf(const event::Origin& origin) const { return files[origin.file]; }
};

}  // namespace sigrun::engine
