// Parses the time formats of logs.
#pragma once

#include <optional>
#include <string_view>

#include "base/time/event_time.h"

namespace sigrun {

// Text that can be read in one way only:
//   2026-01-05T10:00:00Z, 2026-01-05 10:00:00,123 +0200, 2026/01/05 10:00:00 UTC, 2026-01-05
//   20260105T100000Z, 20260105100000
//   Mon, 5 Jan 2026 10:00:00 +0000 (RFC 2822; the weekday may be missing)
//   05/Jan/2026:10:00:00 +0000 (web servers), Mon Jan  5 10:00:00 2026 (C)
//   1767607200, 1767607200.5, 1767607200000, /Date(1767607200000)/ (since 1970, as numbers are)
// A missing zone means UTC. Nothing for dates that do not exist, for what may be two days
// (05/01/2026), and for what has no year.
std::optional<Timestamp> ParseLogTime(std::string_view text);

}  // namespace sigrun
