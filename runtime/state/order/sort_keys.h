// Private to the reorder buffer: sorts many keys. Distributes them over intervals of time, each of
// which is then sorted within the cache; as fast as std::sort for clustered times. Needs as much
// memory again while it works.
#pragma once

#include <vector>

#include "runtime/state/order/reorder_entry.h"

namespace sigrun::state {

void SortKeys(std::vector<EntryKey>& keys);

}  // namespace sigrun::state
