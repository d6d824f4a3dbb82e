// The tuples that one first_seen of a rule has seen, and when last. Stored as 128-bit hashes of
// their canonical encoding: 25 bytes per slot, 33 to 50 per tuple. Exact until memory runs short.
#pragma once

#include <cstdint>

#include "runtime/state/seen/hash128_table.h"
#include "runtime/state/window/window_shape.h"

namespace sigrun::state {

class FirstSeenMemory {
 public:
  FirstSeenMemory(Duration history, Duration learn)
      : history_(std::max<int64_t>(history.micros, 0)),
        learn_(std::max<int64_t>(learn.micros, 0)) {}

  enum class Sighting {
    kKnown,     // seen within [time - history, time]
    kLearning,  // not seen, within less than `learn` after `began`
    kFirst,
  };
  // `began`: the start of the stream, its first event, whether or not it fed this memory.
  Sighting Observe(int64_t time, const Hash128& tuple, int64_t began);

  // Drops expired entries, otherwise those seen longest ago, at least an eighth. Returns the number
  // of dropped entries that had not expired.
  uint64_t DropOldest(int64_t time);

  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    Hash128Table<int64_t>::Fields(a, self.seen_, [](A& archive, auto& last) { archive(last); });
  }

  size_t size() const { return seen_.size(); }
  size_t bytes() const { return seen_.bytes(); }

 private:
  void MakeRoom(int64_t time);

  Hash128Table<int64_t> seen_;
  int64_t history_, learn_;
};

}  // namespace sigrun::state
