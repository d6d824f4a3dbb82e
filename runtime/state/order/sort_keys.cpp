#include "runtime/state/order/sort_keys.h"

#include <algorithm>
#include <bit>

namespace sigrun::state {
namespace {

constexpr size_t kSmall = 512;
constexpr size_t kPerStretch = 16;

// Intervals of 2^shift microseconds, starting with the oldest key.
struct Stretches {
  explicit Stretches(const std::vector<EntryKey>& keys) {
    const auto [oldest, newest] =
        std::minmax_element(keys.begin(), keys.end(),
                            [](const EntryKey& a, const EntryKey& b) { return a.time < b.time; });
    origin = static_cast<uint64_t>(oldest->time);
    const uint64_t range = static_cast<uint64_t>(newest->time) - origin;
    shift = static_cast<int>(std::bit_width(range / (keys.size() / kPerStretch)));
    count = (range >> shift) + 1;
  }
  size_t Of(const EntryKey& key) const {
    return (static_cast<uint64_t>(key.time) - origin) >> shift;
  }

  uint64_t origin = 0;
  int shift = 0;
  size_t count = 0;
};

}  // namespace

void SortKeys(std::vector<EntryKey>& keys) {
  if (std::is_sorted(keys.begin(), keys.end())) return;
  if (keys.size() < kSmall) return std::sort(keys.begin(), keys.end());
  const Stretches stretches(keys);
  std::vector<size_t> ends(stretches.count + 1);
  for (const EntryKey& key : keys) ++ends[stretches.Of(key) + 1];
  for (size_t i = 1; i < ends.size(); ++i) ends[i] += ends[i - 1];
  std::vector<EntryKey> spread(keys.size());
  for (const EntryKey& key : keys) spread[ends[stretches.Of(key)]++] = key;
  size_t begin = 0;
  for (size_t i = 0; i < stretches.count; begin = ends[i++])
    std::sort(spread.begin() + static_cast<ptrdiff_t>(begin),
              spread.begin() + static_cast<ptrdiff_t>(ends[i]));
  keys = std::move(spread);
}

}  // namespace sigrun::state
