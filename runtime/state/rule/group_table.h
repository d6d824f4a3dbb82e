// The groups of one rule: found by the hash of their key, and ordered by when they were last fed.
// In addition to the groups, 8 bytes per slot of an index that is between half and three quarters
// full.
#pragma once

#include <cstdint>
#include <vector>

#include "base/hash.h"
#include "runtime/state/rule/group.h"
#include "runtime/state/rule/group_cells.h"

namespace sigrun::state {

class GroupTable {
 public:
  // The plan must outlive it.
  explicit GroupTable(const RulePlan& plan) : plan_(plan), cells_(Group::SizeFor(plan)) {}
  GroupTable(const GroupTable&) = delete;
  GroupTable& operator=(const GroupTable&) = delete;
  ~GroupTable();

  // The group of `key`, which becomes the last fed one; created if there is none (*created).
  Group& Obtain(const Hash128& key, bool* created);
  // To be called some time before Obtain, one after the other: they have the memory fetched that it
  // will read.
  void PrefetchIndex(const Hash128& key) const;
  void PrefetchGroup(const Hash128& key) const;

  // The group fed longest ago, or nullptr; and the one fed next after another, or nullptr.
  Group* oldest() const { return At(oldest_); }
  Group* NextAfter(const Group& group) const { return At(group.newer); }
  // Calls visit(group) for each, in no order that means anything.
  template <class Visit>
  void ForEach(Visit visit) const {
    cells_.ForEach([&](void* cell) { visit(*static_cast<Group*>(cell)); });
  }
  void RemoveOldest();
  size_t size() const { return size_; }

 private:
  static constexpr uint32_t kNone = UINT32_MAX;
  struct Slot {
    uint32_t hash = 0;  // a part of it
    uint32_t place = kNone;
  };

  static uint32_t Part(const Hash128& key) { return static_cast<uint32_t>(SecretMix(key) >> 32); }
  Group* At(uint32_t place) const {
    return place == kNone ? nullptr : static_cast<Group*>(cells_.At(place));
  }
  // Slots are ordered by hash, but for where they had to give way.
  size_t Home(uint32_t hash) const {
    return static_cast<size_t>(uint64_t{hash} * slots_.size() >> 32);
  }
  size_t Next(size_t slot) const { return slot + 1 == slots_.size() ? 0 : slot + 1; }
  void Resize(size_t slots);
  void EraseSlot(uint32_t hash, uint32_t place);
  void Link(uint32_t place);
  void Unlink(const Group& group);

  const RulePlan& plan_;
  GroupCells cells_;
  std::vector<Slot> slots_;
  size_t size_ = 0;
  uint32_t oldest_ = kNone, newest_ = kNone;
};

}  // namespace sigrun::state
