// Times in the formats of logs: which are accepted, and which are rejected as ambiguous.
#include "base/time/log_time.h"

#include <doctest/doctest.h>

#include <string>

namespace sigrun {
namespace {

std::string Read(std::string_view text) {
  const auto time = ParseLogTime(text);
  return time ? FormatTimestamp(*time) : "none";
}

TEST_CASE("log times: forms that say one thing") {
  for (const char* text : {"2026-01-05T10:00:00Z",
                           "2026-01-05 10:00:00",
                           "2026-01-05t10:00:00z",
                           "2026-01-05T12:00:00+02:00",
                           "2026-01-05T12:00:00+0200",
                           "2026-01-05 12:00:00 +0200",
                           "2026-01-05 10:00:00 UTC",
                           "2026-01-05 10:00:00 Z",
                           "2026/01/05 10:00:00",
                           "2026/01/05 10:00:00 GMT",
                           "20260105T100000Z",
                           "20260105100000",
                           "20260105T120000+0200",
                           "Mon, 05 Jan 2026 10:00:00 +0000",
                           "Mon, 5 Jan 2026 10:00:00 GMT",
                           "5 Jan 2026 10:00",
                           "05-Jan-2026 10:00:00",
                           "05/Jan/2026:12:00:00 +0200",
                           "Mon Jan  5 10:00:00 2026",
                           "Mon Jan 5 10:00:00 UTC 2026",
                           "Jan 05 10:00:00 2026",
                           "1767607200",
                           "1767607200000",
                           "1767607200000000",
                           "1767607200000000000",
                           "1767607200.0",
                           "/Date(1767607200000)/",
                           "  2026-01-05T10:00:00Z "}) {
    CAPTURE(text);
    CHECK(Read(text) == "2026-01-05T10:00:00Z");
  }
  CHECK(Read("2026-01-05") == "2026-01-05T00:00:00Z");
  CHECK(Read("2026/01/05") == "2026-01-05T00:00:00Z");
}

TEST_CASE("log times: fractions stand behind a dot or a comma") {
  CHECK(Read("2026-01-05 10:00:00,123") == "2026-01-05T10:00:00.123Z");
  CHECK(Read("2026-01-05T10:00:00.123456789Z") == "2026-01-05T10:00:00.123456Z");
  CHECK(Read("2026/01/05 10:00:00,5 UTC") == "2026-01-05T10:00:00.5Z");
  CHECK(Read("1767607200.25") == "2026-01-05T10:00:00.25Z");
  CHECK(Read("1767607200123") == "2026-01-05T10:00:00.123Z");
  CHECK(Read("2026-01-05 10:00:00,") == "none");
}

TEST_CASE("log times: what may be two times, or none, is none") {
  for (const char* text : {"05/01/2026 10:00:00",
                           "01/05/2026",
                           "5.1.2026 10:00:00",
                           "20260105",
                           "26-01-05",
                           "Jan  5 10:00:00",
                           "10:00:00",
                           "yesterday",
                           "",
                           " ",
                           "0",
                           "12345678",
                           "123456789",
                           "-1767607200",
                           "1e12",
                           "1767607200x",
                           "1767607200.",
                           "2026-02-30",
                           "2026-13-01T00:00:00Z",
                           "20260230T000000Z",
                           "31 Feb 2026 00:00:00 GMT",
                           "2026-01-05T25:00:00Z",
                           "Mon, 5 Jan 2026",
                           "Mon, 5 Jan 26 10:00:00 GMT",
                           "5 Jan 2026 10:00:00 EST",
                           "2026-01-05 10:00:00 Berlin",
                           "5 Foo 2026 10:00:00 GMT",
                           "5 Jan-2026 10:00:00",
                           "/Date(soon)/",
                           "/Date(1767607200000)",
                           "Monday",
                           "Mon",
                           "2026-01-05T10",
                           "99999999999999999999",
                           "2026-01-05 10:00:00  UTC"}) {
    CAPTURE(std::string(text));
    CHECK(Read(text) == "none");
  }
}

}  // namespace
}  // namespace sigrun
