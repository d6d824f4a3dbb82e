// A set of numbers; membership is exact equality of value: 1 is in the set of 1.0.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "stdlib/native/basic/number.h"

namespace sigrun::stdlib::native {

class NumberSet {
 public:
  // Each item is a number as ParseNumber reads it.
  static Result<NumberSet> Make(const std::vector<std::string>& items);

  bool Has(Number n) const noexcept {
    n = Canonical(n);
    return n.is_int ? std::binary_search(integers_.begin(), integers_.end(), n.integer)
                    : std::binary_search(reals_.begin(), reals_.end(), n.real);
  }

 private:
  void Add(Number n);

  std::vector<int64_t> integers_;  // sorted
  std::vector<double> reals_;      // sorted; those that equal no integer
};

inline bool InNumbers(Number n, const NumberSet& set) noexcept { return set.Has(n); }

}  // namespace sigrun::stdlib::native
