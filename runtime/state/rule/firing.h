// What the memory of rules asks while it is fed, and what it reports.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time/event_time.h"
#include "base/value.h"
#include "runtime/event/event.h"
#include "runtime/program/feed.h"

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

// Evaluates the state code of rules.
class Judge {
 public:
  virtual ~Judge() = default;
  // Stateful::condition.
  virtual bool Holds(uint32_t rule, const StateFrame& frame) = 0;
  // Stateful::provisos[proviso].
  virtual bool Provides(uint32_t rule, size_t proviso, const program::ValueView& captures) = 0;
};

// A rule fired for a group. Everything pointed to lives until OnFiring returns.
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

// Receives the firings, in order of time.
class Firings {
 public:
  virtual ~Firings() = default;
  virtual void OnFiring(const Firing& firing) = 0;
};

}  // namespace sigrun::state
