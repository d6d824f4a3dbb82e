// Which events have been seen: deliveries repeat, an event counts once. Exact while it remembers:
// an identity is a copy whatever time its record carries. What it remembers is bounded by memory:
// the oldest hours go first, and are counted. 21 bytes a slot, 28 to 42 for each identity; the
// first few cost less than a kilobyte.
#pragma once

#include <cstdint>

#include "base/event_time.h"
#include "base/hash.h"
#include "runtime/state/hash128_table.h"

namespace sigrun::state {

class Dedup {
 public:
  explicit Dedup(size_t memory_bytes = size_t{256} << 20) : limit_(memory_bytes) {}

  // False for a copy of an event that is remembered; the time is then that of the first one.
  bool Insert(const Hash128& identity, Timestamp time);
  bool Contains(const Hash128& identity) const { return seen_.Find(identity) != nullptr; }
  // Optional: call some events ahead of Insert to hide the latency of memory.
  void Prefetch(const Hash128& identity) const { seen_.Prefetch(identity); }

  // Identities held.
  size_t size() const { return seen_.size(); }
  size_t memory_bytes() const { return seen_.bytes(); }
  // Identities given up for memory: a copy of one of them would count again.
  uint64_t forgotten() const { return forgotten_; }

 private:
  void MakeRoom();
  int32_t GiveUpOldest();

  size_t limit_;
  Hash128Table<int32_t> seen_;  // the hour of each identity
  uint64_t forgotten_ = 0;
};

}  // namespace sigrun::state
