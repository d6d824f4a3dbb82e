// The state of stateful rules: groups, windows, baselines, first-seen sets. Fed in event-time order
// (see reorder.h); it is independent of the system clock and of how events arrived.
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
#include "runtime/program/program.h"

namespace sigrun::state {

using program::Feed;

// The event of a feed.
struct Occurrence {
  Timestamp time;
  std::string_view event_id;  // the name of the event
  event::Origin origin;
};

// The values that a state condition reads. Cells are computed on demand.
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
  // The event that made the condition true; for a rule that waited, the event that completed the
  // match, with the time of the deadline.
  const Occurrence* occurrence = nullptr;
  const StateFrame* frame = nullptr;
  std::span<const Value> group;
  Timestamp window_start,
      window_end;  // both ends inclusive; equal to the event's time without a window
  bool has_window = false;
  std::vector<std::string> event_ids;  // of the events in the window that fed it: the latest ones,
  uint64_t event_count = 0;            // and their total number
};
class FiringHandler {
 public:
  virtual ~FiringHandler() = default;
  virtual void OnFiring(const Firing& firing) = 0;
};

struct Limits {
  size_t memory_bytes = size_t{96}
                        << 20;        // all rules; see memory_relief.h for the order of dropping
  uint32_t distinct_values = 65'536;  // exact up to this many per group; then a lower bound
  uint32_t window_steps = 4'096;  // distinct times kept for each window; then steps of length/4096
  uint32_t evidence = 100;        // event ids kept for each group
};

struct RuleStateStats {
  uint64_t feeds = 0;
  uint64_t firings = 0;
  uint64_t groups = 0;           // alive now
  uint64_t groups_evicted = 0;   // dropped for lack of memory: their windows restart
  uint64_t distinct_capped = 0;  // times a distinct count was a lower bound
  uint64_t learning = 0;         // first sightings not reported because the rule was still learning
  uint64_t first_seen_evicted = 0;  // tuples dropped for lack of memory: they would be first again
  uint64_t undecided = 0;           // complete matches whose deadline is still to come
  uint64_t undecided_dropped = 0;   // of those, dropped because too many of one group waited
  uint64_t ungrouped = 0;           // events skipped because a value of the group was absent
  uint64_t late = 0;  // feeds older than an earlier one: treated as having the newest time
};

class KeyedState {
 public:
  // The program must outlive the state; it must have been verified.
  KeyedState(const program::Program& program, const Limits& limits);
  ~KeyedState();

  // The start of the log's body: learning starts there, and so do the bins of baselines. Earlier
  // events also feed. Must be called before the first Apply; otherwise the body starts with the
  // first feed.
  void StreamBegan(Timestamp time);
  // The body has ended: no more deadlines are decided, and waiting matches stay undecided whatever
  // follows.
  void StopDeciding();

  // Takes one feed. Calls must be in order of time. Evaluates the rule's condition once and reports
  // a firing if it turns true.
  void Apply(const Occurrence& occurrence, const Feed& feed, ConditionEvaluator& evaluator,
             FiringHandler& handler);

  // Stream time has reached `time`: handles everything that happens before it, in order of time.
  // Must be called before the Apply of each event and at the end.
  void AdvanceTo(Timestamp time, ConditionEvaluator& evaluator, FiringHandler& handler);

  const RuleStateStats& stats(uint32_t rule) const;
  size_t memory_bytes() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sigrun::state
