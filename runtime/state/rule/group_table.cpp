#include "runtime/state/rule/group_table.h"

namespace sigrun::state {
namespace {

constexpr size_t kLeastSlots = 8;

}  // namespace

GroupTable::~GroupTable() {
  for (Group* group = oldest(); group != nullptr;) {
    Group* const next = NextAfter(*group);
    group->Destroy(plan_);
    group = next;
  }
}

Group& GroupTable::Obtain(const Hash128& key, bool* created) {
  *created = false;
  if (slots_.empty()) Resize(kLeastSlots);
  const uint32_t hash = Part(key);
  size_t slot = Home(hash);
  for (; slots_[slot].place != kNone; slot = Next(slot)) {
    if (slots_[slot].hash != hash) continue;
    const uint32_t place = slots_[slot].place;
    Group& group = *At(place);
    if (group.key() != key) continue;
    if (place != newest_) {
      Unlink(group);
      Link(place);
    }
    return group;
  }
  *created = true;
  const uint32_t place = cells_.Take();
  Group& group = Group::Create(cells_.At(place), plan_, key);
  slots_[slot] = {hash, place};
  Link(place);
  if (++size_ * 4 > slots_.size() * 3) Resize(slots_.size() + slots_.size() / 2);
  return group;
}

void GroupTable::PrefetchIndex(const Hash128& key) const {
  if (!slots_.empty()) __builtin_prefetch(&slots_[Home(Part(key))]);
}

void GroupTable::PrefetchGroup(const Hash128& key) const {
  if (slots_.empty()) return;
  const uint32_t hash = Part(key);
  for (size_t slot = Home(hash); slots_[slot].place != kNone; slot = Next(slot)) {
    if (slots_[slot].hash != hash) continue;
    const char* const group = reinterpret_cast<const char*>(At(slots_[slot].place));
    __builtin_prefetch(group);
    __builtin_prefetch(group + 64);
    return;
  }
}

void GroupTable::RemoveOldest() {
  const uint32_t place = oldest_;
  Group& group = *oldest();
  EraseSlot(Part(group.key()), place);
  Unlink(group);
  group.Destroy(plan_);
  cells_.Free(place);
  --size_;
  if (slots_.size() > kLeastSlots && size_ * 4 < slots_.size())
    Resize(std::max(kLeastSlots, slots_.size() / 2));
}

void GroupTable::Resize(size_t slots) {
  std::vector<Slot> old(slots);
  old.swap(slots_);
  for (const Slot& each : old) {
    if (each.place == kNone) continue;
    size_t slot = Home(each.hash);
    while (slots_[slot].place != kNone) slot = Next(slot);
    slots_[slot] = each;
  }
}

// Later entries of the cluster move up into the gap if their home slot allows.
void GroupTable::EraseSlot(uint32_t hash, uint32_t place) {
  size_t gap = Home(hash);
  while (slots_[gap].place != place) gap = Next(gap);
  const auto distance = [&](size_t from, size_t to) {
    return to >= from ? to - from : to + slots_.size() - from;
  };
  for (size_t slot = Next(gap); slots_[slot].place != kNone; slot = Next(slot)) {
    if (distance(Home(slots_[slot].hash), slot) < distance(gap, slot)) continue;
    slots_[gap] = slots_[slot];
    gap = slot;
  }
  slots_[gap] = {};
}

void GroupTable::Link(uint32_t place) {
  Group& group = *At(place);
  group.older = newest_;
  group.newer = kNone;
  (newest_ == kNone ? oldest_ : At(newest_)->newer) = place;
  newest_ = place;
}

void GroupTable::Unlink(const Group& group) {
  (group.older == kNone ? oldest_ : At(group.older)->newer) = group.newer;
  (group.newer == kNone ? newest_ : At(group.newer)->older) = group.older;
}

}  // namespace sigrun::state
