// Open addressing from a Hash128 to one number, for sets of many millions. A slot is 16 bytes and
// the number, without padding; the table doubles while small and then grows by half, so a large one
// is between half and three quarters full: 27 to 40 bytes for each entry with a number of 4 bytes,
// 32 to 48 with one of 8. The least value of T marks an empty slot and cannot be stored.
//
// Entries stand in the order of their mixed hash, so that growing is one pass from front to back.
// Single entries are never removed, only all those that a predicate rejects, in one pass.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <utility>

#include "base/hash.h"

namespace sigrun::state {

template <class T>
class Hash128Table {
 public:
  static constexpr T kEmpty = std::numeric_limits<T>::min();

  size_t size() const { return size_; }
  size_t bytes() const { return capacity_ * sizeof(Slot); }
  // What a table with room for `entries` takes (while it is built the old one is there as well).
  static size_t BytesFor(size_t entries) { return CapacityFor(entries) * sizeof(Slot); }
  bool full() const { return size_ >= Usable(capacity_); }

  // The number of `hash` or nullptr.
  T* Find(const Hash128& hash) { return const_cast<T*>(std::as_const(*this).Find(hash)); }
  const T* Find(const Hash128& hash) const {
    if (capacity_ == 0) return nullptr;
    const Slot& slot = slots_[Probe(hash)];
    return slot.number == kEmpty ? nullptr : &slot.number;
  }

  // The number of `hash`, and whether it had to be put in (then it is `number`). Grows when full.
  std::pair<T*, bool> Insert(const Hash128& hash, T number) {
    if (capacity_ == 0) Rebuild(0, [](T) { return true; });
    size_t at = Probe(hash);
    if (slots_[at].number != kEmpty) return {&slots_[at].number, false};
    if (full()) {
      Rebuild(size_ + 1, [](T) { return true; });
      at = Probe(hash);
    }
    slots_[at] = {hash.high, hash.low, number};
    ++size_;
    return {&slots_[at].number, true};
  }

  // Asks the processor to fetch what a lookup of `hash` will touch.
  void Prefetch(const Hash128& hash) const {
    if (capacity_ != 0) __builtin_prefetch(&slots_[Home(hash.high, hash.low)]);
  }

  template <class F>
  void ForEach(F f) const {
    for (size_t i = 0; i < capacity_; ++i)
      if (slots_[i].number != kEmpty) f(slots_[i].number);
  }

  // Removes what `keep` rejects and makes room for `entries`.
  template <class Keep>
  void Rebuild(size_t entries, Keep keep) {
    size_t kept = 0;
    ForEach([&](T number) { kept += keep(number); });
    const size_t old_capacity = capacity_;
    const std::unique_ptr<Slot[]> old = std::move(slots_);
    capacity_ = CapacityFor(std::max(entries, kept));
    slots_ = std::make_unique<Slot[]>(capacity_);
    size_ = kept;
    for (size_t i = 0; i < old_capacity; ++i)
      if (old[i].number != kEmpty && keep(old[i].number))
        slots_[Probe({old[i].high, old[i].low})] = old[i];
  }

 private:
#pragma pack(push, 4)
  struct Slot {
    uint64_t high = 0, low = 0;
    T number = kEmpty;
  };
#pragma pack(pop)
  static_assert(sizeof(Slot) == 16 + sizeof(T));
  static constexpr size_t kLeast = 32, kSmall = size_t{1} << 20;

  static size_t Usable(size_t capacity) { return capacity / 4 * 3; }
  static size_t CapacityFor(size_t entries) {
    size_t capacity = kLeast;
    while (Usable(capacity) <= entries) capacity += capacity < kSmall ? capacity : capacity / 2;
    return capacity;
  }

  size_t Home(uint64_t high, uint64_t low) const {
    uint64_t mixed = (high ^ (low * 0x9e3779b97f4a7c15)) * 0xd6e8feb86659fd93;
    mixed = (mixed ^ (mixed >> 32)) * 0xd6e8feb86659fd93;
    __extension__ typedef unsigned __int128 Wide;
    return static_cast<size_t>((static_cast<Wide>(mixed) * capacity_) >> 64);
  }

  // Where `hash` is or would go.
  size_t Probe(const Hash128& hash) const {
    size_t at = Home(hash.high, hash.low);
    while (slots_[at].number != kEmpty &&
           (slots_[at].high != hash.high || slots_[at].low != hash.low))
      if (++at == capacity_) at = 0;
    return at;
  }

  std::unique_ptr<Slot[]> slots_;
  size_t capacity_ = 0, size_ = 0;
};

}  // namespace sigrun::state
