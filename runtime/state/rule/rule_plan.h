// A stateful rule prepared for feeding: durations looked up, shapes computed. Immutable.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/program/program.h"
#include "runtime/state/sequence/sequence_plan.h"
#include "runtime/state/window/baseline.h"
#include "runtime/state/window/window_shape.h"

namespace sigrun::state {

struct AggregatePlan {
  stdlib::AggregateKind kind;
  uint32_t arguments = 0;
  double percent = 0;               // of a percentile
  std::vector<uint32_t> baselines;  // those of this aggregate
};

struct FirstSeenPlan {
  uint32_t arguments = 0;
  Duration history, learn;
};

struct ProvisoPlan {
  program::FeedKind kind;
  uint32_t index;
};

struct RulePlan {
  std::vector<program::Cell> cells;
  std::vector<AggregatePlan> aggregates;
  std::vector<BaselineShape> baselines;
  std::vector<FirstSeenPlan> first_seen;
  std::optional<SequencePlan> sequence;
  std::vector<ProvisoPlan> provisos;
  uint32_t group_values = 0;          // how many
  std::vector<std::string> captures;  // program::Memory::captures
  bool group_if_present = false;
  bool fires_at_each = false;  // at each feed on which the condition holds
  bool windowed = false;
  WindowShape window;
  // A group not fed for longer than this has no relevant state left, and is reset.
  int64_t retention = 0;
  bool fires_at_deadlines() const { return sequence && sequence->waits; }
  bool fires_at_events() const { return !sequence || sequence->fires_at_events; }
  // The rule's only aggregate counts each feed, as the group does anyway.
  bool counts_feeds = false;
};

// `rule` must have been verified and be a stateful one.
RulePlan MakeRulePlan(const program::Program& program, const program::Stateful& rule,
                      uint32_t window_steps);

}  // namespace sigrun::state
