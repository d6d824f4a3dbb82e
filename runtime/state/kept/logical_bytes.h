// The size of a vector's items in the memory of a rule: the next power of two. It depends only on
// the contents, never on how a library grows its vectors, because what is dropped for lack of
// memory is part of the result.
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
