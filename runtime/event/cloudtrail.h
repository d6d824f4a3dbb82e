// Recognises CloudTrail records and other kinds of objects. Private to runtime/event.
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

// A walked object: its text and the probes found in it.
struct Walked {
  const TokenView& view;
  const Probes& probes;
  uint32_t first, last;  // its brackets

  uint32_t token(Probe probe) const { return probes[static_cast<size_t>(probe)]; }
  bool has(Probe probe) const { return token(probe) != 0; }
  // The first character of a probe's value; NUL if it is missing.
  char Char(Probe probe) const { return has(probe) ? view.Char(token(probe)) : '\0'; }
  // A probe's string as written, between its quotes; empty if it is not a string.
  std::string_view Raw(Probe probe) const;
  // The same without escapes; kept in the arena if it had some.
  std::string_view Text(Probe probe, Arena& arena) const;
};

bool IsCloudTrail(const Walked& object);
// Whether it has the members of every CloudTrail record, so that an object of unknown origin is
// one; and whether it has enough of them to accept text of unknown origin as one.
bool IsWhole(const Walked& object);
bool IsComplete(const Walked& object);

// The kind of an object that is not a CloudTrail record, by its keys.
struct Classified {
  NotEventKind kind;
  std::string_view detail;
};
Classified ClassifyOther(const Walked& object);

// The time of an event, or why it is unknown. Text in the formats of ParseLogTime, or a number
// since 1970, in seconds, milliseconds, microseconds or nanoseconds by its size.
struct EventTime {
  std::optional<Timestamp> time;
  UnreadTime unread;
};
// The time in a field.
EventTime ReadTime(std::string_view field, const Value& value);
// For a CloudTrail record: eventTime, otherwise the time added by a log shipper, or the end of the
// time that an aggregated event covers.
EventTime CloudTrailTime(const Walked& record, Arena& arena);
// For other objects: the first of the usual fields that contains a time.
EventTime OtherTime(const Walked& object, Arena& arena);

}  // namespace sigrun::event
