// The events of partial matches, each a chain from its last event to its first. Chains share their
// beginnings; unused links are reused. 24 bytes per event of a chain, and the event.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/state/kept/event_store.h"
#include "runtime/state/kept/logical_bytes.h"

namespace sigrun::state {

// An event that takes a step.
struct StepEvent {
  int64_t time = 0;
  EventHandle event = 0;
  uint32_t text_bytes = 0;  // of an id that is no UUID

  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    a(self.time, self.event);
  }
  // The event included, as if nobody else held it.
  size_t held_bytes() const { return sizeof(EventId) + text_bytes; }
  // After reading. False if it is none of the store.
  bool Account(const EventStore& events) {
    if (event >= events.size() || events[event].time() != time) return false;
    text_bytes = static_cast<uint32_t>(events[event].bytes());
    return true;
  }
};

class MatchChains {
 public:
  static constexpr uint32_t kEmpty = UINT32_MAX;

  // A chain with one more event; the caller holds it, and still holds `chain`.
  uint32_t Add(uint32_t chain, const StepEvent& event);
  void Hold(uint32_t chain);
  void Release(uint32_t chain);
  void Clear();

  // An event of a chain, and the place of the one before it in a list of such; kEmpty for the
  // first.
  struct Saved {
    uint32_t before = kEmpty;
    StepEvent event;

    template <class A, class Self>
    static void Fields(A& a, Self& self) {
      a(self.before, self.event);
    }
  };
  // The events of these chains, each after the one before it. The chains become their places.
  std::vector<Saved> Save(std::vector<uint32_t>& chains) const;
  // The reverse: nothing else is held before. The caller holds each of the chains once. False, and
  // nothing is held, if the list is none that Save made.
  bool Load(std::vector<Saved> saved, const std::vector<uint32_t>& chains);

  // Appends the events of the chain, the last first.
  void AppendTo(uint32_t chain, std::vector<StepEvent>& events) const;
  // Calls visit(StepEvent&) for each.
  template <class Visit>
  void ForEachEvent(Visit visit) {
    for (Link& link : links_)
      if (link.holders > 0) visit(link.event);
  }
  // After reading: see StepEvent.
  bool Account(const EventStore& events);
  size_t bytes() const { return LogicalBytes(links_) + held_bytes_; }

 private:
  struct Link {
    uint32_t before;
    uint32_t holders;
    StepEvent event;
  };

  std::vector<Link> links_;
  uint32_t free_ = kEmpty;  // links without holders, through `before`
  size_t held_bytes_ = 0;   // of the events of the others
};

}  // namespace sigrun::state
