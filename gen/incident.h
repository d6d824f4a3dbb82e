// The intrusion: a stolen key of a pipeline user, root without MFA, new keys, a chain of roles, and
// the contents of a bucket copied out at night. All six signals occur within two hours.
#pragma once

#include <cstdint>
#include <vector>

#include "base/time/event_time.h"
#include "gen/generator.h"
#include "gen/scribe.h"
#include "gen/world/world.h"

namespace sigrun::gen {

inline constexpr Duration kIncidentLength = Hours(2);

struct Incident {
  std::vector<IncidentRecord> records;  // by time
  std::vector<Step> steps;
};

Incident MakeIncident(const World& world, uint64_t seed, Timestamp begin);

// At 90 % of the span, moved to 02:10 at night if that is still in the second half.
Timestamp IncidentBegin(Timestamp start, Duration span);

}  // namespace sigrun::gen
