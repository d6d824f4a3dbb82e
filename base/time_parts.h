// Reading the parts of a written time, each from the front of the text. Private to base.
#pragma once

#include <optional>
#include <string_view>

#include "base/event_time.h"

namespace sigrun::time_parts {

// A date and a time of day as written, not yet known to exist.
struct Parts {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, micros = 0;
  int zone_minutes = 0;  // east of UTC
};
// Nothing for a date or a time of day that does not exist. Second 60 is a leap second: taken as the
// first of the next minute.
std::optional<Timestamp> Make(const Parts& parts);

// Each takes what it names and says whether it was there; what it leaves when it was not is not
// defined.
bool TakeNumber(std::string_view& text, int digits, int& out);  // exactly so many digits
bool TakeChar(std::string_view& text, char c);
// hh:mm, hh:mm:ss, and any number of digits behind a dot or a comma, kept to microseconds.
bool TakeClock(std::string_view& text, Parts& parts);
// Nothing, Z, +02:00, +0200, +02: nothing is UTC.
bool TakeZone(std::string_view& text, Parts& parts);

}  // namespace sigrun::time_parts
