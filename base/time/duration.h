// Quantities with a unit, as rules and the command line write them: 500ms 10m 2h 14d, 1KB 5GiB.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time/event_time.h"

namespace sigrun {

// A number and a unit of time: us ms s m h d w. Fractions are allowed (1.5h). nullopt if it is
// neither, or too large for a Duration.
std::optional<Duration> ParseDuration(std::string_view text);

// A number and a unit of size: B, KB MB GB TB PB (powers of 1000), KiB MiB GiB TiB PiB (of 1024).
std::optional<int64_t> ParseBytes(std::string_view text);

// The shortest exact form: 90m, 14d, 500ms.
std::string FormatDuration(Duration duration);
// For people: 1.5 GiB, 312 B.
std::string FormatBytes(int64_t bytes);

}  // namespace sigrun
