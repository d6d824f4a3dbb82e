// Origins in an archive (base/archive.h); the file is a reference.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/archive.h"
#include "runtime/event/event.h"

namespace sigrun::event {

template <class A>
void Fields(A& a, Like<Origin> auto& x) {
  std::string passage;
  if constexpr (!A::kReads) passage = Name(x.passage);
  a.Reference(x.file);
  a(x.record, x.offset, passage);
  if constexpr (A::kReads) {
    const std::optional<Passage> found = FindPassage(passage);
    if (a.Require(found.has_value(), "a record came from an unknown place")) x.passage = *found;
  }
}

}  // namespace sigrun::event
