// The hash that represents a tuple of values. Nobody who writes into the log may be able to make
// two tuples look alike, and a state must mean the same in another process: so it is 128 bits of
// SHA-256. Tuples in a log repeat: recent results are cached.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/value_codec.h"

namespace sigrun::state {

class TupleHash {
 public:
  Hash128 Of(std::span<const Value> values) {
    encoded_.clear();
    EncodeKey(values, encoded_);
    const Hash128 key = SecretHash128(encoded_);
    Entry& entry = entries_[key.low % kEntries];
    if (entry.key != key) entry = {key, Sha256Hash128(encoded_)};
    return entry.hash;
  }

 private:
  static constexpr size_t kEntries = 4096;
  struct Entry {
    Hash128 key, hash;
  };
  std::vector<Entry> entries_{kEntries};
  std::string encoded_;
};

}  // namespace sigrun::state
