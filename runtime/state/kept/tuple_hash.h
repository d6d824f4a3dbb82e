// The hash that represents a tuple of values. Nobody who writes into the log may be able to make
// two tuples look alike. A state that is saved must mean the same in another process: then it is
// 128 bits of SHA-256; tuples in a log repeat, so recent results are cached. Otherwise it is a hash
// with the secret of the process.
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
  explicit TupleHash(bool saved) : saved_(saved), entries_(saved ? kEntries : 0) {}

  Hash128 Of(std::span<const Value> values) {
    encoded_.clear();
    EncodeKey(values, encoded_);
    const Hash128 key = SecretHash128(encoded_);
    if (!saved_) return key;
    Entry& entry = entries_[key.low % kEntries];
    if (entry.key != key) entry = {key, Sha256Hash128(encoded_)};
    return entry.hash;
  }

 private:
  static constexpr size_t kEntries = 4096;
  struct Entry {
    Hash128 key, hash;
  };
  bool saved_;
  std::vector<Entry> entries_;
  std::string encoded_;
};

}  // namespace sigrun::state
