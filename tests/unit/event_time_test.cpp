// The calendar, against that of the C library.
#include "base/time/event_time.h"

#include <doctest/doctest.h>

#include <cstdio>
#include <ctime>
#include <random>
#include <string>

namespace sigrun {
namespace {

constexpr Timestamp kFirst{-62'135'596'800 * kMicrosPerSecond};  // 0001-01-01
constexpr Timestamp kLast{253'402'300'799 * kMicrosPerSecond};   // 9999-12-31T23:59:59

void CheckAgainstTheLibrary(int64_t second, int micros) {
  const std::time_t time = second;
  std::tm parts{};
  REQUIRE(gmtime_r(&time, &parts) != nullptr);
  char week[3];
  REQUIRE(std::strftime(week, sizeof week, "%V", &parts) == 2);
  CAPTURE(second);
  const Timestamp stamp{second * kMicrosPerSecond + micros};
  const CivilTime civil = ToCivil(stamp);
  CHECK(civil.year == parts.tm_year + 1900);
  CHECK(civil.month == parts.tm_mon + 1);
  CHECK(civil.day == parts.tm_mday);
  CHECK(civil.hour == parts.tm_hour);
  CHECK(civil.minute == parts.tm_min);
  CHECK(civil.second == parts.tm_sec);
  CHECK(civil.micros == micros);
  CHECK(civil.weekday == (parts.tm_wday == 0 ? 7 : parts.tm_wday));
  CHECK(civil.iso_week == std::stoi(week));
  CHECK(FromCivil(civil.year, civil.month, civil.day, civil.hour, civil.minute, civil.second,
                  civil.micros) == stamp);
  CHECK(ParseTimestamp(FormatTimestamp(stamp)) == stamp);
  char text[80];
  std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", parts.tm_year + 1900,
                parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
  CHECK(FormatTimestamp({second * kMicrosPerSecond}) == text);
}

TEST_CASE("the calendar agrees with the C library") {
  std::mt19937_64 random(7);
  std::uniform_int_distribution<int64_t> second(kFirst.micros / kMicrosPerSecond,
                                                kLast.micros / kMicrosPerSecond);
  std::uniform_int_distribution<int> micros(0, 999'999);
  for (int i = 0; i < 20'000; ++i) CheckAgainstTheLibrary(second(random), micros(random));
  // Days around each new year: weeks that belong to the other year.
  for (int year = 1; year <= 9999; ++year)
    for (int day = 28; day <= 35; ++day)
      CheckAgainstTheLibrary((FromCivil(year, 12, 28) + Days(day - 28)).micros / kMicrosPerSecond -
                                 (year == 9999 ? 345'600 : 0),
                             0);
}

TEST_CASE("dates that do not exist are refused") {
  for (const char* text : {"2026-02-29", "2100-02-29", "2026-04-31", "2026-13-01", "2026-00-10",
                           "2026-01-00", "2026-01-32", "0000-01-01", "2026-01-01T24:00:00Z"})
    CHECK_MESSAGE(!ParseTimestamp(text), text);
  for (const char* text : {"2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31T23:59:59.999999Z"})
    CHECK_MESSAGE(ParseTimestamp(text), text);
}

}  // namespace
}  // namespace sigrun
