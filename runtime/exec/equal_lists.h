// Finds equal elements of lists by hash. Private to exec.
#pragma once

#include <cstdint>

#include "base/arena.h"
#include "base/value.h"
#include "stdlib/kernel.h"

namespace sigrun::exec {

// The elements of a list, indexed for the equality test `kernel` (one written `==`). The hash only
// proposes; the kernel decides.
class EqualityIndex {
 public:
  // Whether the kernel is such a test.
  static bool Serves(const stdlib::Kernel& kernel) { return kernel.op == "=="; }

  // The list and the arena must outlive the index. ok() is false without memory.
  EqualityIndex(const stdlib::Kernel& kernel, const Value& list, Arena& arena);
  bool ok() const { return ok_; }

  // Whether an element of the list equals `value`. The arena refuses after too many wrong
  // proposals.
  bool Has(const Value& value);

 private:
  struct Entry {
    uint64_t key;
    uint32_t item;
  };
  void Add(uint64_t key, uint32_t item) { entries_[size_++] = {key, item}; }
  bool HasBehind(uint64_t key, const Value& value);

  const stdlib::Kernel& kernel_;
  const Value& list_;
  Arena& arena_;
  Entry* entries_ = nullptr;  // in the order of the keys
  uint32_t size_ = 0;
  uint64_t in_vain_ = 0;
  bool ok_ = false;
};

}  // namespace sigrun::exec
