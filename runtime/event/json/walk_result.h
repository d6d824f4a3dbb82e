// The result of reading a value. Private to runtime/event.
#pragma once

#include <cstdint>

#include "runtime/event/vocabulary/outcome.h"

namespace sigrun::event {

struct WalkResult {
  enum class Kind : uint8_t { kDone, kIncomplete, kBad };
  Kind kind = Kind::kDone;
  uint32_t token = 0;  // kDone: the one after the value; kBad: the location of the error
  RejectReason reason = RejectReason::kInvalidJson;
  const char* problem = "";  // kBad: "expected ':' after a key", …

  bool done() const { return kind == Kind::kDone; }
};

}  // namespace sigrun::event
