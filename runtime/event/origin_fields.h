// Origins in an archive (base/archive.h).
#pragma once

#include <cstdint>

#include "base/archive.h"
#include "runtime/event/event.h"

namespace sigrun::event {

template <class A>
void Fields(A& a, Like<Origin> auto& x) {
  uint32_t passage = x.passage.bits();
  a(x.file, x.record, x.offset, passage);
  if constexpr (A::kReads) x.passage = Passage(passage);
}

}  // namespace sigrun::event
