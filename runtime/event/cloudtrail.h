// What makes an object a CloudTrail record, and what else it may be. Private to runtime/event.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "runtime/event/event.h"
#include "runtime/event/probes.h"
#include "runtime/event/structural_index.h"

namespace sigrun::event {

// An object that has been walked: its text and what was found in it.
struct Walked {
  const TokenView& view;
  const Probes& probes;
  uint32_t first, last;  // its brackets

  uint32_t token(Probe probe) const { return probes[static_cast<size_t>(probe)]; }
  bool has(Probe probe) const { return token(probe) != 0; }
  // The first character of a probe's value; NUL when it is not there.
  char Char(Probe probe) const { return has(probe) ? view.Char(token(probe)) : '\0'; }
  // A probe's string as written, between its quotes; empty when it is not a string.
  std::string_view Raw(Probe probe) const;
  // The same without escapes; the arena keeps it where it had some.
  std::string_view Text(Probe probe, Arena& arena) const;
};

bool IsCloudTrail(const Walked& object);

// What an object is that is not a CloudTrail record, by its keys.
struct Classified {
  NotEventKind kind;
  std::string_view detail;
};
Classified ClassifyOther(const Walked& object);

// When a CloudTrail record happened, or why that cannot be told.
struct EventTime {
  std::optional<Timestamp> time;
  RejectReason reason = RejectReason::kNoTime;
  std::string detail;
};
EventTime CloudTrailTime(const Walked& record, Arena& arena);

// When some other object says it happened: text or a number since 1970, in seconds, milliseconds,
// microseconds or nanoseconds by its size.
std::optional<Timestamp> OtherTime(const Walked& object, Arena& arena);

// Equal for copies of one event: the UUID itself, or a hash of any other text.
Hash128 IdentityOf(std::string_view event_id);

}  // namespace sigrun::event
