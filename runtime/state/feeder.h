// Puts feeds into the groups of rules with a window: finds the group, and feeds its aggregates, its
// baselines and its sequence.
#pragma once

#include <cstdint>

#include "runtime/state/feeding.h"
#include "runtime/state/kept/tuple_hash.h"
#include "runtime/state/limits.h"

namespace sigrun::state {

class Feeder {
 public:
  Feeder(const Limits& limits, TupleHash& hashes, EventStore& events)
      : limits_(limits), hashes_(hashes), events_(events) {}

  // How many there were: it orders matches that wait.
  uint64_t feeds() const { return feeds_; }
  void SetFeeds(uint64_t feeds) { feeds_ = feeds; }

  // The group that took the feed.
  Group& Feed(const Feeding& feeding);

 private:
  Group& Obtain(const Feeding& feeding);
  void FeedWindow(const Feeding& feeding, Group& group);
  void FeedAggregate(const Feeding& feeding, Group& group, const Selection::Item& item);
  void AddStep(const Feeding& feeding, Group& group);
  void Wait(const Feeding& feeding, SequenceState& steps, size_t alternative, int64_t start);
  EventHandle EventOf(const Feeding& feeding);

  const Limits& limits_;
  TupleHash& hashes_;
  EventStore& events_;
  uint64_t feeds_ = 0;  // of all rules with a window
};

}  // namespace sigrun::state
