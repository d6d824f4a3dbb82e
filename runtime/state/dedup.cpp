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
  if (seen_.full()) MakeRoom();
  return seen_.Insert(identity, HourOf(time)).second;
}

// Nothing has to be done as long as the table may grow.
void Dedup::MakeRoom() {
  if (seen_.BytesFor(seen_.size() + 1) <= limit_) return;
  const int32_t oldest_kept = GiveUpOldest();
  seen_.Rebuild(0, [&](int32_t hour) { return hour >= oldest_kept; });
}

// The hour from which on to keep identities so that at least a quarter of them goes.
int32_t Dedup::GiveUpOldest() {
  std::map<int32_t, uint64_t> hours;
  seen_.ForEach([&](int32_t hour) { ++hours[hour]; });
  uint64_t dropped = 0;
  auto it = hours.begin();
  for (; it != hours.end() && dropped * 4 <= seen_.size(); ++it) dropped += it->second;
  forgotten_ += dropped;
  return it == hours.end() ? INT32_MAX : it->first;
}

}  // namespace sigrun::state
