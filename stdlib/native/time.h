// The parts of a point in time, in UTC, and lengths of time as numbers.
#pragma once

#include <cstdint>
#include <optional>

#include "base/time/epoch_time.h"
#include "base/time/log_time.h"
#include "base/value.h"
#include "stdlib/native/coerce.h"

namespace sigrun::stdlib::native {

inline int64_t MinuteOf(Timestamp t) noexcept { return ToCivil(t).minute; }
inline int64_t HourOf(Timestamp t) noexcept { return ToCivil(t).hour; }
inline int64_t DayOf(Timestamp t) noexcept { return ToCivil(t).day; }
inline int64_t WeekdayOf(Timestamp t) noexcept { return ToCivil(t).weekday; }
inline int64_t WeekOf(Timestamp t) noexcept { return ToCivil(t).iso_week; }
inline int64_t MonthOf(Timestamp t) noexcept { return ToCivil(t).month; }
inline int64_t YearOf(Timestamp t) noexcept { return ToCivil(t).year; }

inline std::optional<Timestamp> ReadTime(const Value& value) noexcept {
  if (value.kind == Kind::kString)
    if (const auto time = ParseLogTime(value.text())) return time;
  if (const auto time = ToTime(value)) return time;
  const auto number = ToNumber(value);
  if (!number) return std::nullopt;
  return number->is_int ? TimestampOfEpoch(number->integer) : TimestampOfEpoch(number->real);
}

inline double SecondsOf(Duration d) noexcept {
  return static_cast<double>(d.micros) / static_cast<double>(kMicrosPerSecond);
}

}  // namespace sigrun::stdlib::native
