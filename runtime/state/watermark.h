// How far one input has come in event time. Order between inputs means nothing, so each file (or
// stream) has its own watermark.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "base/event_time.h"

namespace sigrun::state {

class Watermark {
 public:
  explicit Watermark(Duration lateness) : lateness_{std::max<int64_t>(lateness.micros, 0)} {}

  // False when the event is late: older than watermark(). A late event moves nothing.
  bool Observe(Timestamp time) {
    if (time < watermark()) return false;
    newest_ = std::max(newest_, time);
    return true;
  }

  // Newest event time seen less the lateness; nothing older is expected. Events of exactly this
  // time may still come, as ReorderBuffer::DrainBefore has it. Before the first event: the lowest
  // time.
  Timestamp watermark() const {
    constexpr int64_t kLowest = std::numeric_limits<int64_t>::min();
    if (newest_.micros < kLowest + lateness_.micros) return {kLowest};
    return newest_ - lateness_;
  }

 private:
  Duration lateness_;
  Timestamp newest_{std::numeric_limits<int64_t>::min()};
};

}  // namespace sigrun::state
