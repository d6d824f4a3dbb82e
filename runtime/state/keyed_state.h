// The memory of stateful rules: groups, windows, baselines, first-seen sets. Fed in event-time
// order (see reorder.h); nothing here knows the wall clock or how events arrived.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/event_time.h"
#include "base/hash.h"
#include "base/value.h"
#include "runtime/event/event.h"
#include "runtime/program/feed.h"
#include "runtime/program/fwd.h"

namespace sigrun::state {

using program::Feed;

// The event behind a feed.
struct Occurrence {
  Timestamp time;
  std::string_view event_id;  // what the event is called
  event::Origin origin;
};

// What a state condition reads. Cells are computed when asked for.
class StateFrame {
 public:
  virtual ~StateFrame() = default;
  virtual Value Cell(uint32_t index) const = 0;
  virtual const program::ValueView& captures() const = 0;
};

// Evaluates state code of a rule: Stateful::condition.
class ConditionEvaluator {
 public:
  virtual ~ConditionEvaluator() = default;
  virtual bool Holds(uint32_t rule, const StateFrame& frame) = 0;
  // Evaluates Stateful::provisos[proviso] of a rule.
  virtual bool Provides(uint32_t rule, size_t proviso, const program::ValueView& captures) = 0;
};

// A rule fired for a group. Everything pointed to lives until the handler returns.
struct Firing {
  uint32_t rule = 0;
  // The event that made the condition true; of a rule that waited, the one that completed the match
  // with the time of the deadline.
  const Occurrence* occurrence = nullptr;
  const StateFrame* frame = nullptr;
  std::span<const Value> group;
  Timestamp window_start,
      window_end;  // both ends inclusive; equal to the event's time without a window
  bool has_window = false;
  std::vector<std::string> event_ids;  // of the events in the window that fed it: the latest ones,
  uint64_t event_count = 0;            // and how many there were
};
class FiringHandler {
 public:
  virtual ~FiringHandler() = default;
  virtual void OnFiring(const Firing& firing) = 0;
};

struct Limits {
  size_t memory_bytes = size_t{96} << 20;  // all rules; see memory_relief.h for what goes first
  uint32_t distinct_values = 65'536;       // exact up to here for each group; then a lower bound
  uint32_t window_steps = 4'096;  // distinct times kept for each window; then steps of length/4096
  uint32_t evidence = 100;        // event ids kept for each group
};

struct RuleStateStats {
  uint64_t feeds = 0;
  uint64_t firings = 0;
  uint64_t groups = 0;           // alive now
  uint64_t groups_evicted = 0;   // given up for memory: their windows start anew
  uint64_t distinct_capped = 0;  // times a distinct count was a lower bound
  uint64_t learning = 0;         // first sightings not reported because the rule was still learning
  uint64_t first_seen_evicted = 0;  // tuples forgotten for memory: they would be first again
  uint64_t undecided = 0;           // whole matches whose deadline is still to come
  uint64_t undecided_dropped = 0;   // of those, given up because too many of one group waited
  uint64_t ungrouped = 0;           // events left out because a value of the group was absent
  uint64_t late = 0;  // feeds older than one before: taken as of the time of the newest
};

class KeyedState {
 public:
  // The program must outlive the state; it must have been verified.
  KeyedState(const program::Program& program, const Limits& limits);
  ~KeyedState();

  // When the body of the log began: learning counts from there, and so do the bins of baselines.
  // Events before it feed, too. Call it before the first Apply; without it, it begins with the
  // first feed.
  void StreamBegan(Timestamp time);
  // The body has ended: no more deadlines are decided, and matches that wait stay undecided
  // whatever else comes.
  void StopDeciding();

  // Takes one feed. Calls must come in order of time. Evaluates the rule's condition once and
  // reports a firing where it turns true.
  void Apply(const Occurrence& occurrence, const Feed& feed, ConditionEvaluator& evaluator,
             FiringHandler& handler);

  // Stream time has come to `time`: what is to happen before it does, in order of time. Call it
  // before the Apply of each event and at the end.
  void AdvanceTo(Timestamp time, ConditionEvaluator& evaluator, FiringHandler& handler);

  const RuleStateStats& stats(uint32_t rule) const;
  size_t memory_bytes() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sigrun::state
