// An open-addressing table from a Hash128 to one number, for sets of many millions. A slot is 16
// bytes and the number, without padding; a tag of one byte is stored separately. The table doubles
// while small and then grows by half, so a large one is between half and three quarters full: 28 to
// 42 bytes per entry with a number of 4 bytes, 33 to 50 with one of 8.
//
// A tag is 0 for an empty slot, otherwise a part of the hash. The tags of a large table stay in the
// cache when its slots do not: finding out that a hash is new only reads tags.
//
// Entries are ordered by their hash mixed with a secret of the process: nobody can choose hashes
// that cluster, growing is one pass from front to back, and the order of ForEach is meaningless.
// Single entries are never removed, only all those that a predicate rejects, in one pass.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "base/archive.h"
#include "base/hash.h"

namespace sigrun::state {

template <class T>
class Hash128Table {
 public:
  size_t size() const { return size_; }
  size_t bytes() const { return capacity_ * kBytesPerSlot; }
  // The size of a table for `entries` (while it is built, the old one exists as well).
  static size_t BytesFor(size_t entries) { return CapacityFor(entries) * kBytesPerSlot; }
  bool full() const { return size_ >= Usable(capacity_); }

  // The number of `hash` or nullptr.
  T* Find(const Hash128& hash) { return const_cast<T*>(std::as_const(*this).Find(hash)); }
  const T* Find(const Hash128& hash) const {
    if (capacity_ == 0) return nullptr;
    const size_t at = Probe(hash, SecretMix(hash));
    return tags_[at] == kEmpty ? nullptr : &slots_[at].number;
  }

  // The number of `hash`, and whether it was inserted (then it is `number`). Grows when full.
  std::pair<T*, bool> Insert(const Hash128& hash, T number) {
    const uint64_t mixed = SecretMix(hash);
    if (capacity_ == 0) Rebuild(0, [](T) { return true; });
    size_t at = Probe(hash, mixed);
    if (tags_[at] != kEmpty) return {&slots_[at].number, false};
    if (full()) {
      Rebuild(size_ + 1, [](T) { return true; });
      at = Probe(hash, mixed);
    }
    Put(at, Tag(mixed), {hash.high, hash.low, number});
    ++size_;
    return {&slots_[at].number, true};
  }

  // Prefetches the memory that a lookup of `hash` reads first.
  void Prefetch(const Hash128& hash) const {
    if (capacity_ != 0) __builtin_prefetch(&tags_[Home(SecretMix(hash))]);
  }

  template <class F>
  void ForEach(F f) const {
    for (size_t i = 0; i < capacity_; ++i)
      if (tags_[i] != kEmpty) f(slots_[i].number);
  }

  // Calls f(hash, number) for all, by hash.
  template <class F>
  void ForEachInOrder(F f) const {
    std::vector<const Slot*> slots;
    slots.reserve(size_);
    for (size_t i = 0; i < capacity_; ++i)
      if (tags_[i] != kEmpty) slots.push_back(&slots_[i]);
    std::ranges::sort(slots, [](const Slot* a, const Slot* b) {
      return a->high != b->high ? a->high < b->high : a->low < b->low;
    });
    for (const Slot* slot : slots) f(Hash128{slot->high, slot->low}, slot->number);
  }

  // The entries by hash. `item` gets the archive and a number.
  template <class A, class Self, class Item>
  static void Fields(A& a, Self& self, Item item) {
    const uint32_t count = a.Size(self.size_);
    if constexpr (A::kReads) {
      self = Hash128Table();
      Hash128 last;
      for (uint32_t i = 0; i < count && a.ok(); ++i) {
        Hash128 hash;
        T number{};
        a(hash);
        item(a, number);
        if (a.Require(i == 0 || last < hash, "hashes are not in order")) self.Insert(hash, number);
        last = hash;
      }
    } else {
      self.ForEachInOrder([&](const Hash128& hash, T number) {
        a(hash);
        item(a, number);
      });
    }
  }

  // Removes what `keep` rejects and makes room for `entries`.
  template <class Keep>
  void Rebuild(size_t entries, Keep keep) {
    size_t kept = 0;
    ForEach([&](T number) { kept += keep(number); });
    const size_t old_capacity = capacity_;
    const std::unique_ptr<uint8_t[]> old_tags = std::move(tags_);
    const std::unique_ptr<Slot[]> old_slots = std::move(slots_);
    capacity_ = CapacityFor(std::max(entries, kept));
    tags_ = std::make_unique<uint8_t[]>(capacity_);
    slots_ = std::make_unique_for_overwrite<Slot[]>(capacity_);
    size_ = kept;
    for (size_t i = 0; i < old_capacity; ++i) {
      if (old_tags[i] == kEmpty || !keep(old_slots[i].number)) continue;
      const Hash128 hash{old_slots[i].high, old_slots[i].low};
      Put(Probe(hash, SecretMix(hash)), old_tags[i], old_slots[i]);
    }
  }

 private:
#pragma pack(push, 4)
  struct Slot {
    uint64_t high, low;
    T number;
  };
#pragma pack(pop)
  static_assert(sizeof(Slot) == 16 + sizeof(T));
  static constexpr uint8_t kEmpty = 0;
  static constexpr size_t kBytesPerSlot = sizeof(Slot) + sizeof(uint8_t);
  static constexpr size_t kLeast = 32, kSmall = size_t{1} << 20;

  static size_t Usable(size_t capacity) { return capacity / 4 * 3; }
  static size_t CapacityFor(size_t entries) {
    size_t capacity = kLeast;
    while (Usable(capacity) <= entries) capacity += capacity < kSmall ? capacity : capacity / 2;
    return capacity;
  }

  // The position uses the high bits, the tag the low ones.
  size_t Home(uint64_t mixed) const {
    __extension__ typedef unsigned __int128 Wide;
    return static_cast<size_t>((static_cast<Wide>(mixed) * capacity_) >> 64);
  }
  static uint8_t Tag(uint64_t mixed) {
    const auto tag = static_cast<uint8_t>(mixed);
    return tag == kEmpty ? 1 : tag;
  }

  // The position of `hash`, or where it would be inserted.
  size_t Probe(const Hash128& hash, uint64_t mixed) const {
    const uint8_t tag = Tag(mixed);
    size_t at = Home(mixed);
    while (tags_[at] != kEmpty &&
           (tags_[at] != tag || slots_[at].high != hash.high || slots_[at].low != hash.low))
      if (++at == capacity_) at = 0;
    return at;
  }
  void Put(size_t at, uint8_t tag, const Slot& slot) {
    tags_[at] = tag;
    slots_[at] = slot;
  }

  std::unique_ptr<uint8_t[]> tags_;
  std::unique_ptr<Slot[]> slots_;
  size_t capacity_ = 0, size_ = 0;
};

}  // namespace sigrun::state
