#include "base/time/event_time.h"

#include <chrono>
#include <cstdio>

#include "base/time/time_parts.h"

namespace sigrun {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::microseconds;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

// The number of the ISO week: that of the year in which its Thursday lies.
int IsoWeek(sys_days date, unsigned weekday) {
  const sys_days thursday = date + days(4 - static_cast<int>(weekday));
  const sys_days new_year{year_month_day(thursday).year() / std::chrono::January / 1};
  return static_cast<int>((thursday - new_year) / days(7)) + 1;
}

}  // namespace

CivilTime ToCivil(Timestamp time) {
  const std::chrono::sys_time<microseconds> point{microseconds(time.micros)};
  const auto midnight = floor<days>(point);
  const year_month_day date(midnight);
  const std::chrono::hh_mm_ss clock(point - midnight);
  const unsigned weekday = std::chrono::weekday(midnight).iso_encoding();
  return {static_cast<int>(date.year()),
          static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day())),
          static_cast<int>(clock.hours().count()),
          static_cast<int>(clock.minutes().count()),
          static_cast<int>(clock.seconds().count()),
          static_cast<int>(clock.subseconds().count()),
          static_cast<int>(weekday),
          IsoWeek(midnight, weekday)};
}

Timestamp FromCivil(int y, int month, int day, int hour, int minute, int second, int micros) {
  const sys_days date{year(y) / month / day};
  const auto seconds = date.time_since_epoch() + std::chrono::hours(hour) +
                       std::chrono::minutes(minute) + std::chrono::seconds(second);
  return {microseconds(seconds).count() + micros};
}

std::optional<Timestamp> ParseTimestamp(std::string_view text) {
  using namespace time_parts;
  Parts parts;
  if (!TakeNumber(text, 4, parts.year) || !TakeChar(text, '-') ||
      !TakeNumber(text, 2, parts.month) || !TakeChar(text, '-') || !TakeNumber(text, 2, parts.day))
    return std::nullopt;
  if (!text.empty()) {
    if (!TakeChar(text, 'T') && !TakeChar(text, 't') && !TakeChar(text, ' ')) return std::nullopt;
    if (!TakeClock(text, parts) || !TakeZone(text, parts) || !text.empty()) return std::nullopt;
  }
  return Make(parts);
}

int FormatTimestamp(Timestamp time, char* buffer) {
  const CivilTime c = ToCivil(time);
  int n = std::snprintf(buffer, 32, "%04d-%02d-%02dT%02d:%02d:%02d", c.year, c.month, c.day, c.hour,
                        c.minute, c.second);
  if (c.micros != 0) {
    n += std::snprintf(buffer + n, static_cast<size_t>(32 - n), ".%06d", c.micros);
    while (buffer[n - 1] == '0') --n;
  }
  buffer[n++] = 'Z';
  return n;
}

std::string FormatTimestamp(Timestamp time) {
  char buffer[32];
  return std::string(buffer, static_cast<size_t>(FormatTimestamp(time, buffer)));
}

}  // namespace sigrun
