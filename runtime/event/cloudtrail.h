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
// Whether it has what CloudTrail writes into every record, so that an object of unknown origin is
// one; and whether it has enough of it to take a text of unknown origin for one.
bool IsWhole(const Walked& object);
bool IsComplete(const Walked& object);

// What an object is that is not a CloudTrail record, by its keys.
struct Classified {
  NotEventKind kind;
  std::string_view detail;
};
Classified ClassifyOther(const Walked& object);

// When something happened, or why that cannot be told. Text as ParseLogTime reads it, or a number
// since 1970, in seconds, milliseconds, microseconds or nanoseconds by its size.
struct EventTime {
  std::optional<Timestamp> time;
  UnreadTime unread;
};
// What a field says.
EventTime ReadTime(std::string_view field, const Value& value);
// Of a CloudTrail record: eventTime, what a log shipper noted where that is missing, or the end of
// the time that an aggregated event is about.
EventTime CloudTrailTime(const Walked& record, Arena& arena);
// Of some other object: the first of the usual fields that holds a time.
EventTime OtherTime(const Walked& object, Arena& arena);

}  // namespace sigrun::event
