// The events that alerts may have to name, each once however many groups of however many rules it
// feeds: 24 bytes and, if its id is no UUID, the text. A group keeps 4 bytes for each.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "runtime/state/kept/event_id.h"

namespace sigrun::state {

// The number of an event. A later event has a higher one. Sweep gives new numbers.
using EventHandle = uint32_t;

class EventStore {
 public:
  // Calls come in order of time. The same event again, right after, has the same handle.
  EventHandle Put(int64_t time, std::string_view id);
  const EventId& operator[](EventHandle event) const {
    SIGRUN_CHECK(event < events_.size());
    return events_[event];
  }
  size_t size() const { return events_.size(); }

  // Many may be held by no group any more.
  bool WantsSweep() const {
    return events_.size() >= swept_size_ / 2 * 3 + kLeast ||
           text_bytes_ >= swept_text_ / 2 * 3 + kLeastText;
  }
  // Forgets the events that no group holds. `each` calls its argument with every EventHandle& that
  // is held; all get new numbers.
  template <class Each>
  void Sweep(Each each) {
    std::vector<uint64_t> held((events_.size() + 63) / 64);
    each([&](EventHandle& event) { held.at(event / 64) |= uint64_t{1} << event % 64; });
    std::vector<uint32_t> before;  // how many are held in earlier words
    uint32_t count = 0;
    for (const uint64_t word : held) {
      before.push_back(count);
      for (uint64_t bits = word; bits != 0; bits &= bits - 1) {
        const size_t from = before.size() * 64 - 64 + static_cast<size_t>(std::countr_zero(bits));
        if (from != count) events_[count] = std::move(events_[from]);
        ++count;
      }
    }
    events_.resize(count);
    text_bytes_ = 0;
    for (const EventId& event : events_) text_bytes_ += event.bytes();
    each([&](EventHandle& event) {
      const uint64_t lower = (uint64_t{1} << event % 64) - 1;
      event = before[event / 64] + static_cast<uint32_t>(std::popcount(held[event / 64] & lower));
    });
    Swept();
  }

  // All of it, of an empty store when it is read.
  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    const uint32_t count = a.Size(self.events_.size());
    if constexpr (A::kReads) {
      for (uint32_t i = 0; i < count && a.ok(); ++i) {
        EventId event;
        a(event);
        a.Require(i == 0 || self.events_.back().time() <= event.time(), "events are not in order");
        self.text_bytes_ += event.bytes();
        self.events_.push_back(std::move(event));
      }
      self.Swept();
    } else {
      for (const EventId& event : self.events_) a(event);
    }
  }

 private:
  static constexpr size_t kLeast = size_t{1} << 16, kLeastText = size_t{4} << 20;

  void Swept() {
    swept_size_ = events_.size();
    swept_text_ = text_bytes_;
    last_id_.reset();
  }

  std::deque<EventId> events_;
  size_t text_bytes_ = 0;                   // of ids that are no UUIDs
  size_t swept_size_ = 0, swept_text_ = 0;  // what the last sweep left
  std::optional<std::string> last_id_;      // of the last one, until a sweep
};

}  // namespace sigrun::state
