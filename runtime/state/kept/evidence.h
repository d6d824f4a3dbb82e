// The latest events that fed a group.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "runtime/state/kept/event_store.h"
#include "runtime/state/kept/ring.h"

namespace sigrun::state {

class Evidence {
 public:
  // Keeps the latest `limit`, of which there are `total` in the window with this one.
  void Add(uint32_t limit, uint64_t total, EventHandle event, const EventStore& events);
  void Clear();

  // Without an archive's help: handles mean something only together with the store.
  template <class A, class Self>
  static void Fields(A& a, Self& self, uint32_t limit) {
    a(self.events_);
    a.Require(self.events_.size() <= limit, "a group has too many event ids");
  }
  // After reading. False if an event is not in the store.
  bool Account(const EventStore& events);

  // Of those that are not older than `start`, in order of time, then of arrival.
  std::vector<std::string> Ids(int64_t start, const EventStore& events) const;
  // Calls visit(EventHandle&) for each.
  template <class Visit>
  void ForEachEvent(Visit visit) {
    for (uint32_t i = 0; i < events_.size(); ++i) visit(events_[i]);
  }
  // Events included, as if no other group held them.
  size_t bytes() const { return events_.bytes() + events_.size() * sizeof(EventId) + text_bytes_; }

 private:
  Ring<EventHandle> events_;
  uint32_t text_bytes_ = 0;  // of ids that are no UUIDs
};

}  // namespace sigrun::state
