#include "runtime/state/seen/dedup.h"

#include <algorithm>
#include <map>

namespace sigrun::state {
namespace {

// Counted from a time before all others; every time that can be written is far inside the range,
// others are clamped to its ends.
uint32_t HourOf(Timestamp time) {
  constexpr int64_t kHour = 3600 * kMicrosPerSecond;
  const int64_t hour = time.micros / kHour - (time.micros % kHour < 0);
  constexpr int64_t kHalf = int64_t{1} << 29;
  return static_cast<uint32_t>(std::clamp(hour, 1 - kHalf, kHalf - 1) + kHalf);
}

std::array<uint32_t, 4> WordsOf(const Hash128& hash) {
  return {static_cast<uint32_t>(hash.high >> 32), static_cast<uint32_t>(hash.high),
          static_cast<uint32_t>(hash.low >> 32), static_cast<uint32_t>(hash.low)};
}

}  // namespace

Dedup::Verdict Dedup::Insert(const Hash128& identity, Timestamp time, const Hash128& print) {
  if (seen_.full()) MakeRoom();
  const Seen seen{WordsOf(print), HourOf(time) << 1};
  const auto [known, added] = seen_.Insert(identity, seen);
  if (added) return Verdict::kNew;
  if (known->print == seen.print) return Verdict::kCopy;
  known->bits |= 1;
  return Verdict::kDiffers;
}

bool Dedup::IsContested(const Hash128& identity) const {
  const Seen* const seen = seen_.Find(identity);
  return seen != nullptr && seen->contested();
}

// Nothing to do while the table may grow.
void Dedup::MakeRoom() {
  if (seen_.BytesFor(seen_.size() + 1) <= limit_) return;
  const int32_t oldest_kept = GiveUpOldest();
  seen_.Rebuild(0, [&](const Seen& seen) { return seen.hour() >= oldest_kept; });
}

// The hour from which identities are kept, so that at least a quarter of them is dropped.
int32_t Dedup::GiveUpOldest() {
  std::map<int32_t, uint64_t> hours;
  seen_.ForEach([&](const Seen& seen) { ++hours[seen.hour()]; });
  uint64_t dropped = 0;
  auto it = hours.begin();
  for (; it != hours.end() && dropped * 4 <= seen_.size(); ++it) dropped += it->second;
  forgotten_ += dropped;
  return it == hours.end() ? INT32_MAX : it->first;
}

}  // namespace sigrun::state
