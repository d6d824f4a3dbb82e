#include "base/time/time_parts.h"

#include <chrono>

#include "base/text/ascii.h"

namespace sigrun::time_parts {
namespace {

bool TakeFraction(std::string_view& text, int& micros) {
  micros = 0;
  int scale = 100'000, digits = 0;
  while (!text.empty() && IsDigit(text.front())) {
    micros += (text.front() - '0') * scale;
    scale /= 10;
    ++digits;
    text.remove_prefix(1);
  }
  return digits > 0;
}

}  // namespace

std::optional<Timestamp> Make(const Parts& p) {
  const auto date = std::chrono::year(p.year) / p.month / p.day;
  if (p.year < 1 || !date.ok() || p.hour > 23 || p.minute > 59 || p.second > 60)
    return std::nullopt;
  Timestamp time = FromCivil(p.year, p.month, p.day, p.hour, p.minute, p.second, p.micros);
  time.micros -= int64_t{p.zone_minutes} * 60 * kMicrosPerSecond;
  return time;
}

bool TakeNumber(std::string_view& text, int digits, int& out) {
  if (text.size() < static_cast<size_t>(digits)) return false;
  out = 0;
  for (int i = 0; i < digits; ++i) {
    const unsigned digit = static_cast<unsigned char>(text[static_cast<size_t>(i)]) - '0';
    if (digit > 9) return false;
    out = out * 10 + static_cast<int>(digit);
  }
  text.remove_prefix(static_cast<size_t>(digits));
  return true;
}

bool TakeChar(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

bool TakeClock(std::string_view& text, Parts& parts) {
  if (!TakeNumber(text, 2, parts.hour) || !TakeChar(text, ':') ||
      !TakeNumber(text, 2, parts.minute))
    return false;
  if (!TakeChar(text, ':')) return true;
  if (!TakeNumber(text, 2, parts.second)) return false;
  const bool fraction = TakeChar(text, '.') || TakeChar(text, ',');
  return !fraction || TakeFraction(text, parts.micros);
}

bool TakeZone(std::string_view& text, Parts& parts) {
  parts.zone_minutes = 0;
  if (text.empty() || TakeChar(text, 'Z') || TakeChar(text, 'z')) return true;
  const int sign = TakeChar(text, '+') ? 1 : TakeChar(text, '-') ? -1 : 0;
  int hours = 0, minutes = 0;
  if (sign == 0 || !TakeNumber(text, 2, hours)) return false;
  TakeChar(text, ':');
  if (!text.empty() && !TakeNumber(text, 2, minutes)) return false;
  if (hours > 23 || minutes > 59) return false;
  parts.zone_minutes = sign * (hours * 60 + minutes);
  return true;
}

}  // namespace sigrun::time_parts
