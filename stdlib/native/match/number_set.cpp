#include "stdlib/native/match/number_set.h"

#include <fmt/format.h>

namespace sigrun::stdlib::native {

Result<NumberSet> NumberSet::Make(const std::vector<std::string>& items) {
  NumberSet set;
  for (const std::string& item : items) {
    const auto number = ParseNumber(item);
    if (!number) return Error{fmt::format("\"{}\" is not a number", item)};
    set.Add(*number);
  }
  std::sort(set.integers_.begin(), set.integers_.end());
  std::sort(set.reals_.begin(), set.reals_.end());
  return set;
}

void NumberSet::Add(Number n) {
  n = Canonical(n);
  if (n.is_int) {
    integers_.push_back(n.integer);
  } else {
    reals_.push_back(n.real);
  }
}

}  // namespace sigrun::stdlib::native
