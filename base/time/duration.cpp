#include "base/time/duration.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace sigrun {
namespace {

struct UnitRow {
  std::string_view name;
  int64_t factor;
};

constexpr int64_t kSecond = kMicrosPerSecond;
constexpr UnitRow kTimeUnits[] = {
    {"w", 604800 * kSecond},
    {"d", 86400 * kSecond},
    {"h", 3600 * kSecond},
    {"m", 60 * kSecond},
    {"s", kSecond},
    {"ms", 1000},
    {"us", 1},
};
constexpr UnitRow kSizeUnits[] = {
    {"B", 1},
    {"KB", 1000},
    {"MB", 1000'000},
    {"GB", 1000'000'000},
    {"TB", 1000'000'000'000},
    {"PB", 1000'000'000'000'000},
    {"KiB", int64_t{1} << 10},
    {"MiB", int64_t{1} << 20},
    {"GiB", int64_t{1} << 30},
    {"TiB", int64_t{1} << 40},
    {"PiB", int64_t{1} << 50},
};

template <size_t N>
std::optional<int64_t> ParseQuantity(std::string_view text, const UnitRow (&units)[N]) {
  double number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number, std::chars_format::fixed);
  if (error != std::errc() || number < 0) return std::nullopt;
  const std::string_view unit(rest, static_cast<size_t>(end - rest));
  for (const UnitRow& row : units) {
    if (row.name != unit) continue;
    const double scaled = std::round(number * static_cast<double>(row.factor));
    if (!(scaled < 9.2e18)) return std::nullopt;
    return static_cast<int64_t>(scaled);
  }
  return std::nullopt;
}

}  // namespace

std::optional<Duration> ParseDuration(std::string_view text) {
  const auto micros = ParseQuantity(text, kTimeUnits);
  if (!micros) return std::nullopt;
  return Duration{*micros};
}

std::optional<int64_t> ParseBytes(std::string_view text) { return ParseQuantity(text, kSizeUnits); }

std::string FormatDuration(Duration duration) {
  if (duration.micros == 0) return "0s";
  for (const UnitRow& row : kTimeUnits)
    if (row.name != "w" && duration.micros % row.factor == 0)
      return fmt::format("{}{}", duration.micros / row.factor, row.name);
  return fmt::format("{}us", duration.micros);
}

std::string FormatBytes(int64_t bytes) {
  static constexpr const char* kUnits[] = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
  double value = static_cast<double>(bytes);
  int unit = 0;
  while (std::abs(value) >= 1024 && unit < 5) {
    value /= 1024;
    ++unit;
  }
  return unit == 0 ? fmt::format("{} B", bytes) : fmt::format("{:.1f} {}", value, kUnits[unit]);
}

}  // namespace sigrun
