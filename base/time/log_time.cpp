#include "base/time/log_time.h"

#include <algorithm>

#include "base/text/ascii.h"
#include "base/text/parse_number.h"
#include "base/time/epoch_time.h"
#include "base/time/time_parts.h"

namespace sigrun {
namespace {

using namespace time_parts;

// Shorter numbers in text may be dates (20260105) or something else.
constexpr size_t kLeastEpochDigits = 9;
constexpr Timestamp kLeastEpoch{int64_t{315'532'800} * kMicrosPerSecond};  // 1980

std::string_view Trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

bool TakeText(std::string_view& text, std::string_view wanted) {
  if (!text.starts_with(wanted)) return false;
  text.remove_prefix(wanted.size());
  return true;
}

// The end of a time: a zone, also after a space, also by name.
std::optional<Timestamp> End(std::string_view text, Parts& parts) {
  TakeChar(text, ' ');
  if (text == "UTC" || text == "GMT" || text == "UT") text = {};
  if (!TakeZone(text, parts) || !text.empty()) return std::nullopt;
  return Make(parts);
}

bool TakeMonthName(std::string_view& text, int& month) {
  constexpr std::string_view kNames = "JanFebMarAprMayJunJulAugSepOctNovDec";
  for (size_t i = 0; i < 12; ++i)
    if (TakeText(text, kNames.substr(i * 3, 3))) {
      month = static_cast<int>(i) + 1;
      return true;
    }
  return false;
}

bool TakeWeekday(std::string_view& text) {
  for (const std::string_view name : {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"})
    if (TakeText(text, name)) return true;
  return false;
}

bool TakeDay(std::string_view& text, int& day) {
  TakeChar(text, ' ');  // before a one-digit day in the format of C
  return TakeNumber(text, text.size() > 1 && IsDigit(text[1]) ? 2 : 1, day);
}

// 2026-01-05 or 2026/01/05, and a time of day after T or a space.
std::optional<Timestamp> YearFirst(std::string_view text) {
  Parts parts;
  if (!TakeNumber(text, 4, parts.year)) return std::nullopt;
  const char between = text.empty() ? '\0' : text.front();
  if ((between != '-' && between != '/') || !TakeChar(text, between) ||
      !TakeNumber(text, 2, parts.month) || !TakeChar(text, between) ||
      !TakeNumber(text, 2, parts.day))
    return std::nullopt;
  if (text.empty()) return Make(parts);
  if (!TakeChar(text, 'T') && !TakeChar(text, 't') && !TakeChar(text, ' ')) return std::nullopt;
  if (!TakeClock(text, parts)) return std::nullopt;
  return End(text, parts);
}

// 20260105T100000Z and 20260105100000.
std::optional<Timestamp> Compact(std::string_view text) {
  Parts parts;
  if (!TakeNumber(text, 4, parts.year) || !TakeNumber(text, 2, parts.month) ||
      !TakeNumber(text, 2, parts.day))
    return std::nullopt;
  TakeChar(text, 'T');
  if (!TakeNumber(text, 2, parts.hour) || !TakeNumber(text, 2, parts.minute) ||
      !TakeNumber(text, 2, parts.second))
    return std::nullopt;
  return End(text, parts);
}

// 5 Jan 2026 10:00:00 +0000, also with - or / as separator, and a colon before the time of day.
std::optional<Timestamp> DayFirst(std::string_view text) {
  Parts parts;
  if (!TakeDay(text, parts.day) || text.empty()) return std::nullopt;
  const char between = text.front();
  if (between != ' ' && between != '-' && between != '/') return std::nullopt;
  if (!TakeChar(text, between) || !TakeMonthName(text, parts.month) || !TakeChar(text, between) ||
      !TakeNumber(text, 4, parts.year))
    return std::nullopt;
  if (!TakeChar(text, ' ') && !TakeChar(text, ':')) return std::nullopt;
  if (!TakeClock(text, parts)) return std::nullopt;
  return End(text, parts);
}

// Jan  5 10:00:00 2026, also with UTC before the year.
std::optional<Timestamp> MonthFirst(std::string_view text) {
  Parts parts;
  if (!TakeMonthName(text, parts.month) || !TakeChar(text, ' ') || !TakeDay(text, parts.day) ||
      !TakeChar(text, ' ') || !TakeClock(text, parts) || !TakeChar(text, ' '))
    return std::nullopt;
  if (TakeText(text, "UTC") || TakeText(text, "GMT")) TakeChar(text, ' ');
  if (!TakeNumber(text, 4, parts.year) || !text.empty()) return std::nullopt;
  return Make(parts);
}

std::optional<Timestamp> Since1970(std::string_view text) {
  const size_t digits =
      static_cast<size_t>(std::find_if_not(text.begin(), text.end(), IsDigit) - text.begin());
  if (digits < kLeastEpochDigits) return std::nullopt;
  std::optional<Timestamp> time;
  if (digits == text.size()) {
    if (const auto number = ParseNumber<int64_t>(text)) time = TimestampOfEpoch(*number);
  } else if (text[digits] == '.' && text.back() != '.') {
    const auto number = ParseNumber<double>(text, std::chars_format::fixed);
    if (number) time = TimestampOfEpoch(*number);
  }
  return time && *time >= kLeastEpoch ? time : std::nullopt;
}

}  // namespace

std::optional<Timestamp> ParseLogTime(std::string_view text) {
  if (const auto time = ParseTimestamp(text)) return time;
  text = Trim(text);
  if (TakeText(text, "/Date(") && text.ends_with(")/"))
    return Since1970(text.substr(0, text.size() - 2));
  if (TakeWeekday(text)) {
    TakeChar(text, ',');
    if (!TakeChar(text, ' ')) return std::nullopt;
  }
  if (const auto time = YearFirst(text)) return time;
  if (const auto time = Compact(text)) return time;
  if (const auto time = DayFirst(text)) return time;
  if (const auto time = MonthFirst(text)) return time;
  return Since1970(text);
}

}  // namespace sigrun
