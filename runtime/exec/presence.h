// exists, is null, is absent, is empty. Private to exec.
#pragma once

#include "base/arena.h"
#include "base/value.h"
#include "runtime/program/vocabulary/presence.h"

namespace sigrun::exec {

// A list is empty when it has no elements, or an element that is empty.
bool HasPresence(const Value& value, program::PresenceMode mode, Arena& arena);

}  // namespace sigrun::exec
