#include "runtime/state/window/distinct_window.h"

#include <algorithm>

namespace sigrun::state {

bool DistinctWindow::Add(const WindowShape&, const AggregateInput& input) {
  const uint32_t at = Find(input.Tuple());
  if (at != kNone) {
    entries_[at].time = input.time;
    if (at == newest_) return true;
    Unlink(at);
    LinkNewest(at);
    return true;
  }
  const bool full = entries_.size() >= std::max<uint32_t>(input.max_values, 1);
  if (full) RemoveOldest();
  Append(input.time, input.Tuple());
  return !full;
}

void DistinctWindow::Append(int64_t time, const Hash128& tuple) {
  const auto at = static_cast<uint32_t>(entries_.size());
  entries_.push_back({tuple, time, kNone, kNone});
  LinkNewest(at);
  if (entries_.size() > kUnindexed && entries_.size() * 4 > index_.size() * 3)
    Reindex(std::max<uint32_t>(16, static_cast<uint32_t>(index_.size()) * 2));
  else if (!index_.empty())
    IndexInsert(at);
}

void DistinctWindow::Expire(int64_t start) {
  if (oldest_ == kNone || entries_[oldest_].time >= start) return;
  if (entries_[newest_].time < start) return Clear();
  while (entries_[oldest_].time < start) RemoveOldest();
  Shrink();
}

void DistinctWindow::Clear() {
  if (entries_.capacity() > kUnindexed) std::vector<Entry>().swap(entries_);
  std::vector<uint32_t>().swap(index_);
  entries_.clear();
  oldest_ = newest_ = kNone;
}

uint32_t DistinctWindow::Find(const Hash128& tuple) const {
  if (index_.empty()) {
    for (uint32_t i = 0; i < entries_.size(); ++i)
      if (entries_[i].tuple == tuple) return i;
    return kNone;
  }
  const uint32_t mask = static_cast<uint32_t>(index_.size()) - 1;
  for (uint32_t slot = Home(tuple);; slot = (slot + 1) & mask)
    if (index_[slot] == kNone || entries_[index_[slot]].tuple == tuple) return index_[slot];
}

void DistinctWindow::LinkNewest(uint32_t at) {
  entries_[at].older = newest_;
  entries_[at].newer = kNone;
  (newest_ == kNone ? oldest_ : entries_[newest_].newer) = at;
  newest_ = at;
}

void DistinctWindow::Unlink(uint32_t at) {
  const Entry& entry = entries_[at];
  (entry.older == kNone ? oldest_ : entries_[entry.older].newer) = entry.newer;
  (entry.newer == kNone ? newest_ : entries_[entry.newer].older) = entry.older;
}

// The last entry moves to the position of the removed one.
void DistinctWindow::RemoveOldest() {
  const uint32_t at = oldest_;
  Unlink(at);
  if (!index_.empty()) IndexErase(at);
  const uint32_t last = static_cast<uint32_t>(entries_.size()) - 1;
  if (at != last) MoveEntry(last, at);
  entries_.pop_back();
}

void DistinctWindow::MoveEntry(uint32_t from, uint32_t to) {
  if (!index_.empty()) index_[SlotOf(from)] = to;
  entries_[to] = entries_[from];
  const Entry& entry = entries_[to];
  (entry.older == kNone ? oldest_ : entries_[entry.older].newer) = to;
  (entry.newer == kNone ? newest_ : entries_[entry.newer].older) = to;
}

void DistinctWindow::Shrink() {
  if (entries_.capacity() <= 16 || entries_.size() >= entries_.capacity() / 8) return;
  entries_.shrink_to_fit();
  uint32_t slots = 16;
  while (entries_.size() * 4 > slots * 3) slots *= 2;
  Reindex(entries_.size() > kUnindexed ? slots : 0);
}

void DistinctWindow::Reindex(uint32_t slots) {
  index_ = std::vector<uint32_t>(slots, kNone);
  if (slots == 0) return;
  for (uint32_t i = 0; i < entries_.size(); ++i) IndexInsert(i);
}

void DistinctWindow::IndexInsert(uint32_t at) {
  const uint32_t mask = static_cast<uint32_t>(index_.size()) - 1;
  uint32_t slot = Home(entries_[at].tuple);
  while (index_[slot] != kNone) slot = (slot + 1) & mask;
  index_[slot] = at;
}

uint32_t DistinctWindow::SlotOf(uint32_t at) const {
  const uint32_t mask = static_cast<uint32_t>(index_.size()) - 1;
  uint32_t slot = Home(entries_[at].tuple);
  while (index_[slot] != at) slot = (slot + 1) & mask;
  return slot;
}

// Later entries of the cluster move up into the gap if their home slot allows.
void DistinctWindow::IndexErase(uint32_t at) {
  const uint32_t mask = static_cast<uint32_t>(index_.size()) - 1;
  uint32_t gap = SlotOf(at);
  for (uint32_t slot = (gap + 1) & mask; index_[slot] != kNone; slot = (slot + 1) & mask) {
    const uint32_t home = Home(entries_[index_[slot]].tuple);
    if (((slot - home) & mask) < ((slot - gap) & mask)) continue;
    index_[gap] = index_[slot];
    gap = slot;
  }
  index_[gap] = kNone;
}

}  // namespace sigrun::state
