// Private to the reorder buffer: sorting many keys. Spread over stretches of time first, each of
// which is then sorted within the cache; as good as std::sort where times are bunched. Takes as
// much memory again while it works.
#pragma once

#include <vector>

#include "runtime/state/order/reorder_entry.h"

namespace sigrun::state {

void SortKeys(std::vector<EntryKey>& keys);

}  // namespace sigrun::state
