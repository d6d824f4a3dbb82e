#include "runtime/state/seen/first_seen.h"

#include <vector>

namespace sigrun::state {

FirstSeenMemory::Sighting FirstSeenMemory::Observe(int64_t time, const Hash128& tuple,
                                                   int64_t began) {
  if (seen_.full()) MakeRoom(time);
  const auto [last, inserted] = seen_.Insert(tuple, time);
  const bool known = !inserted && *last >= Before(time, history_);
  *last = time;
  if (known) return Sighting::kKnown;
  return Before(time, learn_) < began ? Sighting::kLearning : Sighting::kFirst;
}

// Drops expired entries; grows unless they were an eighth or more.
void FirstSeenMemory::MakeRoom(int64_t time) {
  const int64_t oldest = Before(time, history_);
  size_t alive = 0;
  seen_.ForEach([&](int64_t last) { alive += last >= oldest; });
  seen_.Rebuild(alive + alive / 8 + 1, [&](int64_t last) { return last >= oldest; });
}

uint64_t FirstSeenMemory::DropOldest(int64_t time) {
  std::vector<int64_t> times;
  times.reserve(seen_.size());
  seen_.ForEach([&](int64_t last) { times.push_back(last); });
  if (times.empty()) return 0;
  const auto middle = times.begin() + static_cast<ptrdiff_t>(times.size() / 8);
  std::nth_element(times.begin(), middle, times.end());
  const int64_t newest_dropped = *middle, oldest_alive = Before(time, history_);
  seen_.Rebuild(0, [&](int64_t last) { return last >= oldest_alive && last > newest_dropped; });
  return static_cast<uint64_t>(std::count_if(times.begin(), times.end(), [&](int64_t last) {
    return last >= oldest_alive && last <= newest_dropped;
  }));
}

}  // namespace sigrun::state
