#include "runtime/state/rule/group_table.h"

#include "base/hash.h"

namespace sigrun::state {

GroupTable::~GroupTable() {
  while (oldest_ != nullptr) {
    const Group::Ptr group(oldest_);
    oldest_ = oldest_->newer;
  }
}

Group& GroupTable::Obtain(const RulePlan& plan, std::string_view key, bool* created) {
  *created = false;
  if (slots_.empty()) Resize(16);
  const uint64_t hash = SecretHash64(key);
  size_t slot = Home(hash);
  for (; slots_[slot].group != nullptr; slot = Next(slot)) {
    Group* group = slots_[slot].group;
    if (slots_[slot].hash != hash || group->key() != key) continue;
    if (group != newest_) {
      Unlink(group);
      Link(group);
    }
    return *group;
  }
  *created = true;
  Group* group = Group::Create(plan, key, hash).release();
  slots_[slot] = {hash, group};
  Link(group);
  if (++size_ * 4 > slots_.size() * 3) Resize(slots_.size() * 2);
  return *group;
}

void GroupTable::RemoveOldest() {
  const Group::Ptr group(oldest_);
  EraseSlot(group.get());
  Unlink(group.get());
  --size_;
  if (slots_.size() > 16 && size_ * 16 < slots_.size()) Resize(slots_.size() / 4);
}

void GroupTable::Resize(size_t slots) {
  std::vector<Slot> old(std::max<size_t>(slots, 16));
  old.swap(slots_);
  for (const Slot& each : old) {
    if (each.group == nullptr) continue;
    size_t slot = Home(each.hash);
    while (slots_[slot].group != nullptr) slot = Next(slot);
    slots_[slot] = each;
  }
}

// Later entries of the cluster move up into the gap if their home slot allows.
void GroupTable::EraseSlot(const Group* group) {
  size_t gap = Home(group->hash());
  while (slots_[gap].group != group) gap = Next(gap);
  const size_t mask = slots_.size() - 1;
  for (size_t slot = Next(gap); slots_[slot].group != nullptr; slot = Next(slot)) {
    if (((slot - Home(slots_[slot].hash)) & mask) < ((slot - gap) & mask)) continue;
    slots_[gap] = slots_[slot];
    gap = slot;
  }
  slots_[gap] = {};
}

void GroupTable::Link(Group* group) {
  group->older = newest_;
  group->newer = nullptr;
  (newest_ == nullptr ? oldest_ : newest_->newer) = group;
  newest_ = group;
}

void GroupTable::Unlink(Group* group) {
  (group->older == nullptr ? oldest_ : group->older->newer) = group->newer;
  (group->newer == nullptr ? newest_ : group->newer->older) = group->older;
}

}  // namespace sigrun::state
