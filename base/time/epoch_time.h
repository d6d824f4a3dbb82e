// Points in time written as numbers since 1970.
#pragma once

#include <cstdint>
#include <optional>

#include "base/time/event_time.h"

namespace sigrun {

// Seconds, milliseconds, microseconds or nanoseconds: the magnitude decides the unit, because
// seconds reach the year 5138 at 1e11. Nullopt for numbers that are not above zero or too large for
// all units.
std::optional<Timestamp> TimestampOfEpoch(int64_t number);
std::optional<Timestamp> TimestampOfEpoch(double number);

}  // namespace sigrun
