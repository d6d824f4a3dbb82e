// When work is done: the activity of all principals over the span, laid end to end.
#pragma once

#include <cstdint>
#include <vector>

#include "base/event_time.h"
#include "gen/world.h"

namespace sigrun::gen {

// The span's activity, laid end to end, so that a share of the work is a point in time.
class Calendar {
 public:
  Calendar(const World& world, Timestamp start, Duration span);
  // When `done` of `whole` units of work are done, 0 ≤ done < whole.
  Timestamp At(uint64_t done, uint64_t whole) const;

 private:
  Timestamp start_;
  Duration span_;
  std::vector<uint64_t> total_;  // up to and with each hour
};

}  // namespace sigrun::gen
