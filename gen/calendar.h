// The working hours: the activity of all principals over the span, concatenated.
#pragma once

#include <cstdint>
#include <vector>

#include "base/time/event_time.h"
#include "gen/world/world.h"

namespace sigrun::gen {

// The activity of the span, concatenated, so that a fraction of the work is a point in time.
class Calendar {
 public:
  Calendar(const World& world, Timestamp start, Duration span);
  // The time at which `done` of `whole` units of work are done, 0 ≤ done < whole.
  Timestamp At(uint64_t done, uint64_t whole) const;

 private:
  Timestamp start_;
  Duration span_;
  std::vector<uint64_t> total_;  // cumulative, by hour
};

}  // namespace sigrun::gen
