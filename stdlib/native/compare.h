// Equality and order of numbers, times, durations, and of values whose kind is only known at run
// time.
#pragma once

#include <compare>

#include "base/arena.h"
#include "base/time/event_time.h"
#include "base/value.h"
#include "stdlib/native/basic/number.h"
#include "stdlib/native/coerce.h"

namespace sigrun::stdlib::native {

template <class T>
bool Equal(T a, T b) noexcept {
  return a == b;
}
template <class T>
bool Less(T a, T b) noexcept {
  return a < b;
}
template <class T>
bool LessEqual(T a, T b) noexcept {
  return a <= b;
}
template <class T>
bool Greater(T a, T b) noexcept {
  return a > b;
}
template <class T>
bool GreaterEqual(T a, T b) noexcept {
  return a >= b;
}

inline bool Either(const Value& a, const Value& b, Kind kind) noexcept {
  return a.kind == kind || b.kind == kind;
}

// The order of two values: as times or durations if one is, otherwise as numbers; unordered if that
// is impossible.
inline std::partial_ordering Order(const Value& a, const Value& b) noexcept {
  constexpr auto kNone = std::partial_ordering::unordered;
  if (Either(a, b, Kind::kTime)) {
    const auto x = ToTime(a), y = ToTime(b);
    return x && y ? *x <=> *y : kNone;
  }
  if (Either(a, b, Kind::kDuration)) {
    const auto x = ToDuration(a), y = ToDuration(b);
    return x && y ? *x <=> *y : kNone;
  }
  const auto x = ToNumber(a), y = ToNumber(b);
  return x && y ? *x <=> *y : kNone;
}

// As numbers if both can be converted and at least one is a number; likewise times and bools;
// otherwise as text.
template <bool kCased>
bool EqualAnyBy(const Value& a, const Value& b, Arena& arena) noexcept {
  if (Either(a, b, Kind::kInt) || Either(a, b, Kind::kFloat) || Either(a, b, Kind::kTime) ||
      Either(a, b, Kind::kDuration)) {
    const std::partial_ordering order = Order(a, b);
    if (order != std::partial_ordering::unordered) return order == 0;
  }
  const auto x = ToText(a, arena), y = ToText(b, arena);
  if (!x || !y) return false;
  return kCased ? *x == *y : EqualFolded(*x, *y);
}

inline bool EqualAny(const Value& a, const Value& b, Arena& arena) noexcept {
  return EqualAnyBy<false>(a, b, arena);
}
inline bool EqualAnyCased(const Value& a, const Value& b, Arena& arena) noexcept {
  return EqualAnyBy<true>(a, b, arena);
}

inline bool LessAny(const Value& a, const Value& b) noexcept { return Order(a, b) < 0; }
inline bool LessEqualAny(const Value& a, const Value& b) noexcept { return Order(a, b) <= 0; }
inline bool GreaterAny(const Value& a, const Value& b) noexcept { return Order(a, b) > 0; }
inline bool GreaterEqualAny(const Value& a, const Value& b) noexcept { return Order(a, b) >= 0; }

}  // namespace sigrun::stdlib::native
