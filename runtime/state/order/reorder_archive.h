// The items that wait in a reorder buffer, in an archive (base/archive.h).
#pragma once

#include "base/archive.h"
#include "base/result.h"
#include "runtime/state/order/reorder.h"

namespace sigrun::state {

// Takes all items out of the buffer, in order. An error is that of DrainAll.
Status MoveItems(ReorderBuffer& buffer, ArchiveWriter& to);
// Adds them to a buffer. After an error of the archive nothing was added; other errors are those of
// Add.
Status AddItems(ArchiveReader& from, ReorderBuffer& buffer);

}  // namespace sigrun::state
