// Event time: the time in the record, never the system clock.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sigrun {

// Microseconds since 1970-01-01T00:00:00Z. Covers every year from 1 to 9999.
struct Timestamp {
  int64_t micros = 0;
  friend constexpr auto operator<=>(Timestamp, Timestamp) = default;
};

// A length of time in microseconds.
struct Duration {
  int64_t micros = 0;
  friend constexpr auto operator<=>(Duration, Duration) = default;
};

constexpr Duration operator-(Timestamp a, Timestamp b) { return {a.micros - b.micros}; }
constexpr Timestamp operator-(Timestamp t, Duration d) { return {t.micros - d.micros}; }
constexpr Timestamp operator+(Timestamp t, Duration d) { return {t.micros + d.micros}; }

inline constexpr int64_t kMicrosPerSecond = 1'000'000;
constexpr Duration Seconds(int64_t n) { return {n * kMicrosPerSecond}; }
constexpr Duration Minutes(int64_t n) { return Seconds(60 * n); }
constexpr Duration Hours(int64_t n) { return Minutes(60 * n); }
constexpr Duration Days(int64_t n) { return Hours(24 * n); }

// A point in time broken into its UTC parts.
struct CivilTime {
  int year, month, day, hour, minute, second, micros;
  int weekday;   // Monday is 1, Sunday is 7 (ISO 8601)
  int iso_week;  // 1 … 53
};
CivilTime ToCivil(Timestamp time);
Timestamp FromCivil(int year, int month, int day, int hour = 0, int minute = 0, int second = 0,
                    int micros = 0);

// ISO 8601 as CloudTrail and its carriers write it: 2026-11-23, 2026-11-23T10:00:00Z, with a
// fraction, with an offset (+02:00, +0200), with a space for the T. A missing zone means UTC.
// Anything else, and dates that do not exist, are nullopt.
std::optional<Timestamp> ParseTimestamp(std::string_view text);

// 2026-11-23T10:00:00Z; with a fraction only if it is not zero.
std::string FormatTimestamp(Timestamp time);
// The same into a buffer of at least 32 bytes; returns the length.
int FormatTimestamp(Timestamp time, char* buffer);

}  // namespace sigrun
