// Remembers which events were seen: deliveries repeat, an event counts once. For each identity, it
// stores the print of its first record, a hash that decides whether another record is a copy of it.
// Exact while it remembers, whatever the times of the records. Memory bounds what it remembers: the
// oldest hours are dropped first, and counted. 37 bytes per slot, 49 to 74 per identity; the first
// few cost about a kilobyte.
#pragma once

#include <array>
#include <cstdint>

#include "base/hash.h"
#include "base/time/event_time.h"
#include "runtime/state/seen/hash128_table.h"

namespace sigrun::state {

class Dedup {
 public:
  explicit Dedup(size_t memory_bytes = size_t{256} << 20) : limit_(memory_bytes) {}

  enum class Verdict {
    kNew,
    kCopy,     // of a remembered event with the same print
    kDiffers,  // the print differs from that of the first record, which stays remembered
  };
  Verdict Insert(const Hash128& identity, Timestamp time, const Hash128& print = {});
  // Whether a record that differs from the first was seen.
  bool IsContested(const Hash128& identity) const;
  // Optional: call some events ahead of Insert to hide memory latency.
  void Prefetch(const Hash128& identity) const { seen_.Prefetch(identity); }

  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    Hash128Table<Seen>::Fields(a, self.seen_, [](A& archive, auto& seen) { archive(seen); });
  }

  // Identities held.
  size_t size() const { return seen_.size(); }
  size_t memory_bytes() const { return seen_.bytes(); }
  // The number of identities dropped for lack of memory: a copy of one of them would count again.
  uint64_t forgotten() const { return forgotten_; }

 private:
  struct Seen {
    std::array<uint32_t, 4> print;
    uint32_t bits;  // the hour, and in the lowest whether it is contested

    template <class A, class Self>
    static void Fields(A& a, Self& self) {
      for (auto& word : self.print) a(word);
      a(self.bits);
    }
    int32_t hour() const { return static_cast<int32_t>(bits >> 1); }
    bool contested() const { return (bits & 1) != 0; }
  };
  static_assert(sizeof(Seen) == 20);

  void MakeRoom();
  int32_t GiveUpOldest();

  size_t limit_;
  Hash128Table<Seen> seen_;
  uint64_t forgotten_ = 0;
};

}  // namespace sigrun::state
