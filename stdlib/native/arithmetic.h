// Arithmetic on numbers, times and durations. Integers stay integers and saturate at the ends of
// their range; division by zero has no result.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>

#include "base/time/event_time.h"
#include "base/value.h"
#include "stdlib/native/basic/number.h"
#include "stdlib/native/coerce.h"

namespace sigrun::stdlib::native {

inline int64_t SaturatedEnd(bool negative) noexcept {
  return negative ? std::numeric_limits<int64_t>::min() : std::numeric_limits<int64_t>::max();
}
inline int64_t SaturatedAdd(int64_t a, int64_t b) noexcept {
  int64_t sum;
  return __builtin_add_overflow(a, b, &sum) ? SaturatedEnd(a < 0) : sum;
}
inline int64_t SaturatedSubtract(int64_t a, int64_t b) noexcept {
  int64_t difference;
  return __builtin_sub_overflow(a, b, &difference) ? SaturatedEnd(a < 0) : difference;
}
inline int64_t SaturatedMultiply(int64_t a, int64_t b) noexcept {
  int64_t product;
  return __builtin_mul_overflow(a, b, &product) ? SaturatedEnd((a < 0) != (b < 0)) : product;
}

inline Number Add(Number a, Number b) noexcept {
  if (a.is_int && b.is_int) return Number::Int(SaturatedAdd(a.integer, b.integer));
  return Number::Real(a.AsDouble() + b.AsDouble());
}
inline Number Subtract(Number a, Number b) noexcept {
  if (a.is_int && b.is_int) return Number::Int(SaturatedSubtract(a.integer, b.integer));
  return Number::Real(a.AsDouble() - b.AsDouble());
}
inline Number Multiply(Number a, Number b) noexcept {
  if (a.is_int && b.is_int) return Number::Int(SaturatedMultiply(a.integer, b.integer));
  return Number::Real(a.AsDouble() * b.AsDouble());
}
inline std::optional<double> Divide(Number a, Number b) noexcept {
  if (b.AsDouble() == 0) return std::nullopt;
  return a.AsDouble() / b.AsDouble();
}
// The sign is the dividend's, as in C.
inline std::optional<Number> Modulo(Number a, Number b) noexcept {
  if (b.AsDouble() == 0) return std::nullopt;
  if (!a.is_int || !b.is_int) return Number::Real(std::fmod(a.AsDouble(), b.AsDouble()));
  return Number::Int(b.integer == -1 ? 0 : a.integer % b.integer);
}
inline Number Negate(Number n) noexcept {
  return n.is_int ? Number::Int(SaturatedSubtract(0, n.integer)) : Number::Real(-n.real);
}

inline Duration Between(Timestamp a, Timestamp b) noexcept {
  return {SaturatedSubtract(a.micros, b.micros)};
}
inline Timestamp Later(Timestamp t, Duration d) noexcept {
  return {SaturatedAdd(t.micros, d.micros)};
}
inline Timestamp LaterBy(Duration d, Timestamp t) noexcept { return Later(t, d); }
inline Timestamp Earlier(Timestamp t, Duration d) noexcept {
  return {SaturatedSubtract(t.micros, d.micros)};
}
inline Duration AddDurations(Duration a, Duration b) noexcept {
  return {SaturatedAdd(a.micros, b.micros)};
}
inline Duration SubtractDurations(Duration a, Duration b) noexcept {
  return {SaturatedSubtract(a.micros, b.micros)};
}
inline Duration NegateDuration(Duration d) noexcept { return {SaturatedSubtract(0, d.micros)}; }
inline Duration Scale(Duration d, Number factor) noexcept {
  return {ToInteger(Multiply(Number::Int(d.micros), factor))};
}
inline Duration ScaleBy(Number factor, Duration d) noexcept { return Scale(d, factor); }
inline std::optional<Duration> Share(Duration d, Number parts) noexcept {
  const auto micros = Divide(Number::Int(d.micros), parts);
  return micros ? std::optional(Duration{ToInteger(Number::Real(*micros))}) : std::nullopt;
}
inline std::optional<double> RatioOf(Duration a, Duration b) noexcept {
  return Divide(Number::Int(a.micros), Number::Int(b.micros));
}

inline std::optional<Number> ReadNumber(const Value& value) noexcept { return ToNumber(value); }
inline int64_t Truncate(Number n) noexcept { return ToInteger(n); }
inline Number Absolute(Number n) noexcept { return n < Number::Int(0) ? Negate(n) : n; }
// Halves go away from zero.
inline int64_t Round(Number n) noexcept {
  return n.is_int ? n.integer : ToInteger(Number::Real(std::round(n.real)));
}
inline int64_t Floor(Number n) noexcept {
  return n.is_int ? n.integer : ToInteger(Number::Real(std::floor(n.real)));
}
inline int64_t Ceiling(Number n) noexcept {
  return n.is_int ? n.integer : ToInteger(Number::Real(std::ceil(n.real)));
}

// The first, or the one of the others that is further in the direction of `better`; nullopt if one
// of them is not a number.
template <bool (*better)(Number, Number) noexcept>
std::optional<Number> Extreme(Number first, std::span<const Value> rest) noexcept {
  for (const Value& value : rest) {
    const auto number = ToNumber(value);
    if (!number) return std::nullopt;
    if (better(*number, first)) first = *number;
  }
  return first;
}

}  // namespace sigrun::stdlib::native
