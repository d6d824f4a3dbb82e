#include "base/time/epoch_time.h"

namespace sigrun {
namespace {

constexpr double kMostSeconds = 253402300800.0;  // the year 10000

// The number of its units per second; nullopt if it is not a time.
std::optional<int64_t> UnitsOf(double number) {
  if (!(number > 0)) return std::nullopt;
  double units = 1;
  while (number / units >= 1e11 && units < 1e9) units *= 1000;
  return number / units < kMostSeconds ? std::optional(static_cast<int64_t>(units)) : std::nullopt;
}

}  // namespace

std::optional<Timestamp> TimestampOfEpoch(int64_t number) {
  const auto units = UnitsOf(static_cast<double>(number));
  if (!units) return std::nullopt;
  if (*units > kMicrosPerSecond) return Timestamp{number / (*units / kMicrosPerSecond)};
  return Timestamp{number * (kMicrosPerSecond / *units)};
}

std::optional<Timestamp> TimestampOfEpoch(double number) {
  const auto units = UnitsOf(number);
  if (!units) return std::nullopt;
  return Timestamp{static_cast<int64_t>(number / static_cast<double>(*units) * 1e6)};
}

}  // namespace sigrun
