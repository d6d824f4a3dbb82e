// Converts a value to the type that a kernel needs: the only place where one kind of value becomes
// another. If that is impossible, the result is nullopt: the test is then false, the function
// absent.
//
//   text      string; object (its JSON); number (as written, or the shortest form that reads back);
//             bool ("true", "false"); time (ISO 8601); duration ("90m")
//   number    int, float; text that is wholly a decimal number
//   integer   a number without a fraction
//   bool      bool; "true" and "false" in any letter case
//   time      time; ISO 8601 text
//   duration  duration
//   address   text that is an IPv4 or IPv6 address
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "base/arena.h"
#include "base/time/duration.h"
#include "base/time/event_time.h"
#include "base/value.h"
#include "stdlib/native/basic/fold.h"
#include "stdlib/native/basic/ip.h"
#include "stdlib/native/basic/number.h"

namespace sigrun::stdlib::native {

inline std::optional<std::string_view> CopyText(std::string_view text, Arena& arena) noexcept {
  if (text.empty()) return std::string_view("");
  char* copy = arena.Allocate(text.size());
  if (copy == nullptr) return std::nullopt;
  std::memcpy(copy, text.data(), text.size());
  return std::string_view(copy, text.size());
}

inline bool IsNumeric(const Value& v) noexcept {
  return v.kind == Kind::kInt || v.kind == Kind::kFloat;
}

// IsNumeric(v)
inline Number NumberOf(const Value& v) noexcept {
  return v.kind == Kind::kInt ? Number::Int(v.integer) : Number::Real(v.number);
}

inline std::optional<std::string_view> NumberText(const Value& v, Arena& arena) noexcept {
  if (v.chars != nullptr && v.size > 0) return v.text();
  char buffer[32];
  return CopyText(FormatNumber(NumberOf(v), buffer), arena);
}

inline std::optional<std::string_view> TimeText(Timestamp time, Arena& arena) noexcept {
  char buffer[32];
  return CopyText({buffer, static_cast<size_t>(FormatTimestamp(time, buffer))}, arena);
}

[[gnu::noinline]] inline std::optional<std::string_view> FormatAsText(const Value& v,
                                                                      Arena& arena) noexcept {
  switch (v.kind) {
    case Kind::kInt:
    case Kind::kFloat:
      return NumberText(v, arena);
    case Kind::kBool:
      return v.flag ? std::string_view("true") : std::string_view("false");
    case Kind::kTime:
      return TimeText({v.integer}, arena);
    case Kind::kDuration:
      return CopyText(FormatDuration({v.integer}), arena);
    default:
      return std::nullopt;
  }
}

inline bool IsTextual(const Value& v) noexcept {
  return v.kind == Kind::kString || v.kind == Kind::kObject;
}

inline std::optional<std::string_view> ToText(const Value& v, Arena& arena) noexcept {
  return IsTextual(v) ? v.text() : FormatAsText(v, arena);
}

inline std::optional<Number> ToNumber(const Value& v) noexcept {
  if (IsNumeric(v)) return NumberOf(v);
  return v.kind == Kind::kString ? ParseNumber(v.text()) : std::nullopt;
}

inline std::optional<int64_t> ToWhole(const Value& v) noexcept {
  const auto number = ToNumber(v);
  if (!number) return std::nullopt;
  const Number canonical = Canonical(*number);
  return canonical.is_int ? std::optional(canonical.integer) : std::nullopt;
}

inline std::optional<bool> ToBool(const Value& v) noexcept {
  if (v.kind == Kind::kBool) return v.flag;
  if (v.kind != Kind::kString) return std::nullopt;
  if (EqualFolded(v.text(), "true")) return true;
  return EqualFolded(v.text(), "false") ? std::optional(false) : std::nullopt;
}

inline std::optional<Timestamp> ToTime(const Value& v) noexcept {
  if (v.kind == Kind::kTime) return Timestamp{v.integer};
  return v.kind == Kind::kString ? ParseTimestamp(v.text()) : std::nullopt;
}

inline std::optional<Duration> ToDuration(const Value& v) noexcept {
  return v.kind == Kind::kDuration ? std::optional(Duration{v.integer}) : std::nullopt;
}

inline std::optional<IpAddress> ToIp(const Value& v) noexcept {
  return v.kind == Kind::kString ? ParseIp(v.text()) : std::nullopt;
}

}  // namespace sigrun::stdlib::native
