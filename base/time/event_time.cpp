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

// The form of nearly all logs, 2026-01-05T10:00:00Z. False for every other.
bool ReadUsual(std::string_view text, time_parts::Parts& parts) {
  constexpr std::string_view kForm = "0000-00-00T00:00:00Z";
  if (text.size() != kForm.size()) return false;
  unsigned digits[kForm.size()];
  bool usual = true;
  for (size_t i = 0; i < kForm.size(); ++i) {
    digits[i] = static_cast<unsigned char>(text[i]) - static_cast<unsigned char>('0');
    usual &= kForm[i] == '0' ? digits[i] <= 9 : text[i] == kForm[i];
  }
  const auto two = [&](size_t at) { return static_cast<int>(digits[at] * 10 + digits[at + 1]); };
  parts.year = two(0) * 100 + two(2);
  parts.month = two(5);
  parts.day = two(8);
  parts.hour = two(11);
  parts.minute = two(14);
  parts.second = two(17);
  return usual;
}

// The decimal digits of a number, with zeros before them.
char* PutDigits(int number, int digits, char* out) {
  for (int i = digits - 1; i >= 0; --i, number /= 10) out[i] = static_cast<char>('0' + number % 10);
  return out + digits;
}

char* PutPair(char before, int number, char* out) {
  *out++ = before;
  return PutDigits(number, 2, out);
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
  if (Parts usual; ReadUsual(text, usual)) return Make(usual);
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
  const bool usual = c.year >= 0 && c.year <= 9999;
  char* out =
      usual ? PutDigits(c.year, 4, buffer) : buffer + std::snprintf(buffer, 16, "%04d", c.year);
  out = PutPair('-', c.month, out);
  out = PutPair('-', c.day, out);
  out = PutPair('T', c.hour, out);
  out = PutPair(':', c.minute, out);
  out = PutPair(':', c.second, out);
  if (c.micros != 0) {
    *out++ = '.';
    out = PutDigits(c.micros, 6, out);
    while (out[-1] == '0') --out;
  }
  *out++ = 'Z';
  return static_cast<int>(out - buffer);
}

std::string FormatTimestamp(Timestamp time) {
  char buffer[32];
  return std::string(buffer, static_cast<size_t>(FormatTimestamp(time, buffer)));
}

}  // namespace sigrun
