#include "gen/calendar.h"

#include <algorithm>

#include "gen/template/random.h"

namespace sigrun::gen {
namespace {

constexpr int64_t kHour = Hours(1).micros;

}  // namespace

Calendar::Calendar(const World& world, Timestamp start, Duration span)
    : start_(start), span_(span) {
  uint64_t sum = 0;
  for (int64_t at = 0; at < span.micros; at += kHour) {
    uint64_t hour = 0;
    for (const Principal& principal : world.principals) {
      hour += ActivityAt(principal, start + Duration{at});
    }
    const auto part = static_cast<uint64_t>(std::min(kHour, span.micros - at) / kMicrosPerSecond);
    total_.push_back(sum += hour * part / 3600);
  }
}

Timestamp Calendar::At(uint64_t done, uint64_t whole) const {
  const auto work = static_cast<uint64_t>(Uint128{total_.back()} * done / whole);
  const auto found = std::upper_bound(total_.begin(), total_.end(), work);
  const int64_t hour = std::min<int64_t>(found - total_.begin(), std::ssize(total_) - 1);
  const uint64_t before = hour == 0 ? 0 : total_[static_cast<size_t>(hour) - 1];
  const uint64_t within = total_[static_cast<size_t>(hour)] - before;
  const int64_t length = std::min(kHour, span_.micros - hour * kHour);
  const auto offset =
      within == 0
          ? 0
          : static_cast<int64_t>(Uint128{work - before} * static_cast<uint64_t>(length) / within);
  return start_ + Duration{hour * kHour + std::min(offset, length - 1)};
}

}  // namespace sigrun::gen
