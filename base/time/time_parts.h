// Parses the parts of a time, each from the front of the text. Private to base.
#pragma once

#include <optional>
#include <string_view>

#include "base/time/event_time.h"

namespace sigrun::time_parts {

// A date and a time of day as written, not yet validated.
struct Parts {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, micros = 0;
  int zone_minutes = 0;  // east of UTC
};
// Nullopt for a date or a time of day that does not exist. Second 60 is a leap second, read as the
// first second of the next minute.
std::optional<Timestamp> Make(const Parts& parts);

// Each consumes its part and returns whether it was present; otherwise the remaining text is
// unspecified.
bool TakeNumber(std::string_view& text, int digits, int& out);  // exactly this many digits
bool TakeChar(std::string_view& text, char c);
// hh:mm, hh:mm:ss, and any number of digits after a dot or a comma, kept to microseconds.
bool TakeClock(std::string_view& text, Parts& parts);
// Nothing, Z, +02:00, +0200, +02; nothing means UTC.
bool TakeZone(std::string_view& text, Parts& parts);

}  // namespace sigrun::time_parts
