// Remembers which events were seen.
//
// Records of one identity that say the same are copies. Those that differ are events of their own:
// whoever can write a record with the id of another must not make that one vanish.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/record/identity.h"
#include "runtime/state/seen/dedup.h"

namespace sigrun::engine {

// What is known about a record before rules are evaluated.
struct Verdict {
  bool copy = false;     // of an event already seen: skip it
  bool differs = false;  // from the first record of its identity
  bool late = false;     // too late for stateful rules
};

class Duplicates {
 public:
  // `memory`: bytes for the first record of each identity; an eighth of it for records that differ.
  Duplicates(size_t memory, Comparison comparison)
      : comparison_(comparison), first_(memory), others_(memory / 8) {}

  // Optional: hides the latency of memory from the See that follows.
  void Prefetch(const Identity& identity) const {
    if (identity.hash) first_.Prefetch(*identity.hash);
  }
  // Must be called once per event.
  Verdict See(const Identity& identity, Timestamp time);

  // Whether differing records were seen with the id.
  bool IsContested(std::string_view id) const {
    return first_.IsContested(HashOfId(id, comparison_));
  }

  // For Comparison::kCarried: other hashes mean nothing in another process.
  template <class A, class Self>
  static void Fields(A& a, Self& self) {
    a(self.first_, self.others_);
  }

  uint64_t forgotten() const { return first_.forgotten() + others_.forgotten(); }

 private:
  Comparison comparison_;
  state::Dedup first_;   // by identity: the first record of each
  state::Dedup others_;  // by identity and mark: records that differ from the first
};

}  // namespace sigrun::engine
