#include "base/event_time.h"

#include <cstdio>

#include "base/time_parts.h"

namespace sigrun {
namespace {

// Days since 1970-01-01 of a proleptic Gregorian date, by H. Hinnant's "days_from_civil".
int64_t DaysFromCivil(int64_t y, int m, int d) {
  y -= m <= 2;
  const int64_t era = (y >= 0 ? y : y - 399) / 400;
  const int64_t yoe = y - era * 400;
  const int64_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
  const int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return era * 146097 + doe - 719468;
}

void CivilFromDays(int64_t z, int& y, int& m, int& d) {
  z += 719468;
  const int64_t era = (z >= 0 ? z : z - 146096) / 146097;
  const int64_t doe = z - era * 146097;
  const int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const int64_t mp = (5 * doy + 2) / 153;
  d = static_cast<int>(doy - (153 * mp + 2) / 5 + 1);
  m = static_cast<int>(mp < 10 ? mp + 3 : mp - 9);
  y = static_cast<int>(yoe + era * 400 + (m <= 2));
}

bool IsLeap(int y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; }

// ISO weeks in a year: 53 where 1 January is a Thursday, or a Wednesday of a leap year.
int IsoWeeksIn(int year) {
  const int64_t days = DaysFromCivil(year, 1, 1);
  const int weekday = static_cast<int>(((days + 3) % 7 + 7) % 7) + 1;
  return weekday == 4 || (weekday == 3 && IsLeap(year)) ? 53 : 52;
}

}  // namespace

CivilTime ToCivil(Timestamp time) {
  int64_t seconds = time.micros / kMicrosPerSecond;
  int64_t micros = time.micros % kMicrosPerSecond;
  if (micros < 0) {
    micros += kMicrosPerSecond;
    --seconds;
  }
  int64_t days = seconds / 86400;
  int64_t rest = seconds % 86400;
  if (rest < 0) {
    rest += 86400;
    --days;
  }
  CivilTime civil{};
  CivilFromDays(days, civil.year, civil.month, civil.day);
  civil.hour = static_cast<int>(rest / 3600);
  civil.minute = static_cast<int>(rest / 60 % 60);
  civil.second = static_cast<int>(rest % 60);
  civil.micros = static_cast<int>(micros);
  civil.weekday = static_cast<int>(((days + 3) % 7 + 7) % 7) + 1;
  const int day_of_year = static_cast<int>(days - DaysFromCivil(civil.year, 1, 1)) + 1;
  const int week = (day_of_year - civil.weekday + 10) / 7;
  civil.iso_week = week < 1 ? IsoWeeksIn(civil.year - 1) : week > IsoWeeksIn(civil.year) ? 1 : week;
  return civil;
}

Timestamp FromCivil(int year, int month, int day, int hour, int minute, int second, int micros) {
  const int64_t days = DaysFromCivil(year, month, day);
  return {((days * 24 + hour) * 60 + minute) * 60 * kMicrosPerSecond + second * kMicrosPerSecond +
          micros};
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
