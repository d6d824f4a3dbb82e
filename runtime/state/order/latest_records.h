// The latest of a set of records, whatever the order in which they are read: all that a clock needs
// to know of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>

#include "base/time/event_time.h"
#include "runtime/event/event.h"
#include "runtime/state/order/stream_clock.h"

namespace sigrun::state {

class LatestRecords {
 public:
  static constexpr size_t kMost = 2 * StreamClock::kSupport;

  // Records of the same time and mark count once.
  void Add(Timestamp time, uint64_t mark, const event::Origin& origin) {
    if (records_.size() == kMost && time < records_.begin()->time) return;
    records_.insert({time, mark, origin});
    if (records_.size() > kMost) records_.erase(records_.begin());
  }

  // Shows them to the clock, in order of time.
  void Show(StreamClock& clock) const {
    for (const Record& each : records_) clock.Observe(each.time, each.mark, each.origin);
  }

 private:
  struct Record {
    Timestamp time;
    uint64_t mark;
    event::Origin origin;
    friend bool operator<(const Record& a, const Record& b) {
      return a.time != b.time ? a.time < b.time : a.mark < b.mark;
    }
  };
  std::set<Record> records_;
};

}  // namespace sigrun::state
