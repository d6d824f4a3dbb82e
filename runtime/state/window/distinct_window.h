// How many different tuples are in the window: each with the time it was last seen, in that order.
// About 40 bytes for each (32 and its place in an index; up to 8 of them need no index). Tuples are
// told apart by 128-bit hashes of their canonical encoding. Exact up to the limit of the input;
// above it the tuple not seen for longest is given up, and the count is a lower bound until that
// one would have left the window anyway.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "base/hash.h"
#include "base/value.h"
#include "runtime/state/kept/logical_bytes.h"
#include "runtime/state/window/aggregate_window.h"

namespace sigrun::state {

class DistinctWindow {
 public:
  static bool Takes(std::span<const Value> arguments) { return !arguments.empty(); }

  // Returns false when a tuple that is in the window had to be given up.
  bool Add(const WindowShape& shape, const AggregateInput& input);
  void Expire(int64_t start);
  void Clear();

  // The tuples, the one not seen for longest first.
  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    uint32_t count = a.Size(self.entries_.size());
    if constexpr (A::kReads) {
      self.Clear();
      for (int64_t last = INT64_MIN; count > 0 && a.ok(); --count) {
        Hash128 tuple;
        int64_t time = 0;
        a(tuple, time);
        if (a.Require(time >= last && self.Find(tuple) == kNone, "tuples are not in order"))
          self.Append(time, tuple);
        last = time;
      }
    } else {
      for (uint32_t at = self.oldest_; at != kNone; at = self.entries_[at].newer)
        a(self.entries_[at].tuple, self.entries_[at].time);
    }
  }

  uint64_t count() const { return entries_.size(); }
  Value Get() const { return Value::Int(static_cast<int64_t>(count())); }
  size_t bytes() const { return LogicalBytes(entries_) + LogicalBytes(index_); }

 private:
  static constexpr uint32_t kNone = UINT32_MAX;
  static constexpr uint32_t kUnindexed = 8;
  struct Entry {
    Hash128 tuple;
    int64_t time;
    uint32_t older, newer;
  };

  void Append(int64_t time, const Hash128& tuple);
  uint32_t Find(const Hash128& tuple) const;
  void LinkNewest(uint32_t at);
  void Unlink(uint32_t at);
  void RemoveOldest();
  void MoveEntry(uint32_t from, uint32_t to);
  void Shrink();

  void Reindex(uint32_t slots);
  void IndexInsert(uint32_t at);
  uint32_t SlotOf(uint32_t at) const;
  void IndexErase(uint32_t at);
  uint32_t Home(const Hash128& tuple) const {
    return static_cast<uint32_t>(SecretMix(tuple)) & (static_cast<uint32_t>(index_.size()) - 1);
  }

  std::vector<Entry> entries_;
  std::vector<uint32_t> index_;  // open addressing; empty while there are few entries
  uint32_t oldest_ = kNone, newest_ = kNone;
};

}  // namespace sigrun::state
