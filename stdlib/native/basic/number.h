// A number of a rule or an event: a 64-bit integer or a double, compared by exact value, so that
// 9007199254740993 and 9007199254740992.0 differ. Integers saturate at the ends of their range and
// doubles at the largest finite one: `x > limit` stays true however large x was.
#pragma once

#include <cfloat>
#include <charconv>
#include <cmath>
#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include "base/text/ascii.h"
#include "base/text/number_text.h"

namespace sigrun::stdlib::native {

struct Number {
  bool is_int = true;
  union {
    int64_t integer = 0;
    double real;
  };

  static constexpr Number Int(int64_t i) noexcept {
    Number n;
    n.integer = i;
    return n;
  }
  // `d` is not NaN.
  static constexpr Number Real(double d) noexcept {
    Number n;
    n.is_int = false;
    n.real = d > DBL_MAX ? DBL_MAX : d < -DBL_MAX ? -DBL_MAX : d;
    return n;
  }
  double AsDouble() const noexcept { return is_int ? static_cast<double>(integer) : real; }
};

inline constexpr double kTwoTo63 = 9223372036854775808.0;

inline std::partial_ordering CompareIntReal(int64_t i, double d) noexcept {
  if (d >= kTwoTo63) return std::partial_ordering::less;
  if (d < -kTwoTo63) return std::partial_ordering::greater;
  const auto whole = static_cast<int64_t>(d);
  if (i != whole) return i <=> whole;
  return static_cast<double>(whole) <=> d;
}

inline std::partial_ordering operator<=>(Number a, Number b) noexcept {
  if (a.is_int && b.is_int) return a.integer <=> b.integer;
  if (a.is_int) return CompareIntReal(a.integer, b.real);
  if (b.is_int) return 0 <=> CompareIntReal(b.integer, a.real);
  return a.real <=> b.real;
}
inline bool operator==(Number a, Number b) noexcept { return (a <=> b) == 0; }

// Truncated towards zero, saturated.
inline int64_t ToInteger(Number n) noexcept {
  if (n.is_int) return n.integer;
  if (n.real >= kTwoTo63) return std::numeric_limits<int64_t>::max();
  if (n.real < -kTwoTo63) return std::numeric_limits<int64_t>::min();
  return static_cast<int64_t>(n.real);
}

// The form of a number that is the same for equal numbers: an integer wherever one fits.
inline Number Canonical(Number n) noexcept {
  if (n.is_int || n.real >= kTwoTo63 || n.real < -kTwoTo63) return n;
  const auto whole = static_cast<int64_t>(n.real);
  return static_cast<double>(whole) == n.real ? Number::Int(whole) : n;
}

inline const char* SkipDigits(const char* p, const char* end) noexcept {
  while (p < end && IsDigit(*p)) ++p;
  return p;
}

// The end of the decimal at `p` (after its sign), or null if there is none. `is_int`: whether it
// consists only of digits.
inline const char* ScanDecimal(const char* p, const char* end, bool& is_int) noexcept {
  const char* start = p;
  p = SkipDigits(p, end);
  if (p == start) return nullptr;
  is_int = true;
  if (p < end && *p == '.') {
    is_int = false;
    start = ++p;
    p = SkipDigits(p, end);
    if (p == start) return nullptr;
  }
  if (p < end && (*p == 'e' || *p == 'E')) {
    is_int = false;
    if (++p < end && (*p == '+' || *p == '-')) ++p;
    start = p;
    p = SkipDigits(p, end);
    if (p == start) return nullptr;
  }
  return p;
}

// The whole text as a number: an optional sign, digits, then optionally a point with digits and an
// exponent. No spaces, no hexadecimal, no "nan" or "inf"; a magnitude beyond a double is not a
// number. An integer too large for 64 bits becomes the nearest double.
inline std::optional<Number> ParseNumber(std::string_view text) noexcept {
  const char* p = text.data();
  const char* end = p + text.size();
  if (p == end) return std::nullopt;
  if (*p == '+') ++p;  // from_chars does not accept it
  const char* digits = p == text.data() && *p == '-' ? p + 1 : p;
  bool is_int = false;
  if (ScanDecimal(digits, end, is_int) != end) return std::nullopt;
  if (is_int) {
    int64_t value = 0;
    if (std::from_chars(p, end, value).ec == std::errc()) return Number::Int(value);
  }
  double value = 0;
  if (std::from_chars(p, end, value).ec != std::errc()) return std::nullopt;
  return Number::Real(value);
}

// See base/text/number_text.h: the type does not show, 3.0 is "3". `buffer` has at least 32 bytes.
inline std::string_view FormatNumber(Number n, char* buffer) noexcept {
  if (!n.is_int) return NumberText(n.real, buffer);
  const char* end = std::to_chars(buffer, buffer + 32, n.integer).ptr;
  return {buffer, static_cast<size_t>(end - buffer)};
}

}  // namespace sigrun::stdlib::native
