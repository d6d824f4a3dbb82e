// The groups of one rule: found by their key, and ordered by when they were last fed. In addition
// to the groups, 16 bytes per slot of an index that is between three eighths and three quarters
// full.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "runtime/state/rule/group.h"

namespace sigrun::state {

class GroupTable {
 public:
  GroupTable() = default;
  GroupTable(const GroupTable&) = delete;
  GroupTable& operator=(const GroupTable&) = delete;
  ~GroupTable();

  // The group of `key`, which becomes the last fed one; created if there is none (*created).
  Group& Obtain(const RulePlan& plan, std::string_view key, bool* created);
  // Oldest first, as they were last fed.
  template <class F>
  void ForEach(F f) const {
    for (const Group* group = oldest_; group != nullptr; group = group->newer) f(*group);
  }
  // The group fed longest ago, or nullptr.
  Group* oldest() const { return oldest_; }
  void RemoveOldest();

  size_t size() const { return size_; }
  size_t index_bytes() const { return slots_.capacity() * sizeof(Slot); }

 private:
  struct Slot {
    uint64_t hash = 0;
    Group* group = nullptr;
  };

  size_t Home(uint64_t hash) const { return hash & (slots_.size() - 1); }
  size_t Next(size_t slot) const { return (slot + 1) & (slots_.size() - 1); }
  void Resize(size_t slots);
  void EraseSlot(const Group* group);
  void Link(Group* group);
  void Unlink(Group* group);

  std::vector<Slot> slots_;
  size_t size_ = 0;
  Group *oldest_ = nullptr, *newest_ = nullptr;
};

}  // namespace sigrun::state
