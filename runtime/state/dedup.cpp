#include "runtime/state/dedup.h"

#include <algorithm>
#include <map>

namespace sigrun::state {
namespace {

// Every time that can be written falls far inside the range; others are held at its ends.
int32_t HourOf(Timestamp time) {
  constexpr int64_t kHour = 3600 * kMicrosPerSecond;
  const int64_t hour = time.micros / kHour - (time.micros % kHour < 0);
  return static_cast<int32_t>(std::clamp<int64_t>(hour, INT32_MIN + 1, INT32_MAX));
}

}  // namespace

bool Dedup::Insert(const Hash128& identity, Timestamp time) {
  const int32_t hour = std::max(HourOf(time), floor_);
  if (seen_.full()) MakeRoom();
  const auto [known, inserted] = seen_.Insert(identity, hour);
  if (inserted) return true;
  if (*known >= floor_) return false;
  *known = hour;
  return true;
}

void Dedup::ForgetBefore(Timestamp time) { floor_ = std::max(floor_, HourOf(time)); }

// An eighth more than what is alive: the table grows unless enough was forgotten.
void Dedup::MakeRoom() {
  size_t live = 0;
  seen_.ForEach([&](int32_t hour) { live += hour >= floor_; });
  const size_t wanted = live + live / 8 + 1;
  if (seen_.BytesFor(wanted) <= limit_)
    return seen_.Rebuild(wanted, [&](int32_t hour) { return hour >= floor_; });
  const int32_t oldest_kept = GiveUpOldest(live);
  seen_.Rebuild(0, [&](int32_t hour) { return hour >= oldest_kept; });
}

// The hour from which on to keep identities so that at least a quarter of them goes.
int32_t Dedup::GiveUpOldest(size_t live) {
  std::map<int32_t, uint64_t> hours;
  seen_.ForEach([&](int32_t hour) { hours[hour] += hour >= floor_; });
  uint64_t dropped = 0;
  auto it = hours.begin();
  for (; it != hours.end() && dropped * 4 <= live; ++it) dropped += it->second;
  forgotten_ += dropped;
  return it == hours.end() ? INT32_MAX : it->first;
}

}  // namespace sigrun::state
