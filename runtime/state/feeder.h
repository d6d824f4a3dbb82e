// Puts feeds into the groups of rules with a window: finds the group, and feeds its aggregates, its
// baselines and its sequence.
#pragma once

#include <cstdint>
#include <string>

#include "runtime/state/feeding.h"
#include "runtime/state/kept/tuple_hash.h"
#include "runtime/state/limits.h"

namespace sigrun::state {

class Feeder {
 public:
  Feeder(const Limits& limits, TupleHash& hashes) : limits_(limits), hashes_(hashes) {}

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
  const EventId& IdOf(const Feeding& feeding);

  const Limits& limits_;
  TupleHash& hashes_;
  uint64_t feeds_ = 0;  // of all rules with a window
  std::string key_;     // scratch
  // The event last put into evidence.
  std::string id_text_;
  EventId id_{0, {}};
};

}  // namespace sigrun::state
