// What the items of a vector count for in the memory of a rule: room for the next power of two. It
// follows from the contents alone, never from how a library lets its vectors grow, because what is
// given up for memory is part of the answer.
#pragma once

#include <bit>
#include <cstddef>
#include <vector>

namespace sigrun::state {

template <class T>
size_t LogicalBytes(const std::vector<T>& items) {
  return items.empty() ? 0 : std::bit_ceil(items.size()) * sizeof(T);
}

}  // namespace sigrun::state
