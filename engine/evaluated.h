// A record after all that depends on it alone: what a reader in another thread hands to the
// pipeline.
#pragma once

#include <cstdint>

#include "base/hash.h"
#include "engine/record/handover.h"
#include "engine/record/identity.h"
#include "runtime/event/event.h"
#include "runtime/exec/executor.h"

namespace sigrun::engine {

struct Evaluated {
  event::Event event;  // without slots and text
  Identity identity;
  uint64_t clock_mark = 0;
  exec::EventResults results;
  Handover handover;
};

// Tells records of the same time apart, for the clock of a stream.
inline uint64_t ClockMark(const event::Event& event, const Identity& identity) {
  return identity.mark == Hash128{} ? Hash64(event.json) : identity.mark.low;
}

}  // namespace sigrun::engine
