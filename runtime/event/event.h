// One record as rules see it, with the needed fields decoded into slots. Everything an Event points
// to lives until the handler returns.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/log_source_id.h"
#include "base/time/event_time.h"
#include "base/value.h"
#include "runtime/event/vocabulary/layout.h"
#include "runtime/event/vocabulary/limits.h"
#include "runtime/event/vocabulary/outcome.h"
#include "runtime/event/vocabulary/passage.h"
#include "runtime/event/vocabulary/record_time.h"

namespace sigrun::event {

// Where a record was found. Records of a file count from 1 in the order they stand, whatever
// envelope they stand in; the offset is that of the record in the inflated bytes of the file (of
// the carrying record, for one unwrapped from a string).
struct Origin {
  uint32_t file = 0;
  uint64_t record = 0;
  uint64_t offset = 0;
  Passage passage = {};  // the places it was unwrapped from
};
// In reading order; records unwrapped from one value share its location.
inline bool IsBefore(const Origin& a, const Origin& b) {
  return a.file != b.file ? a.file < b.file : a.record < b.record;
}

struct Event {
  std::span<const Value> slots;  // one for each SlotSpec of the layout
  LogSourceId source;            // in Layout::sources
  bool timed = true;             // false where no time was found, or none that can be read
  // True for what is an event beside the records that came out of it: rules on JSON see it, and it
  // counts among the carriers only.
  bool carrier = false;
  Timestamp time;
  UnreadTime unread_time;
  std::string_view id;    // as written, where the source says; empty where the record has none
  std::string_view json;  // the record as it stands; of one with a flaw, as it was read
  // What is not JSON about a record whose strings and brackets add up; empty for a clean one.
  std::string_view flaw;
  Origin origin;
};

// Whether a class here has the name, so that SourceSpec::reader can name it.
bool IsReader(std::string_view name);

// "body > Message"; empty for a record that stands in the file as such.
std::string Name(Passage passage);
// The reverse; nullopt if one of the places is unknown. The numbers of places mean nothing outside
// of the process.
std::optional<Passage> FindPassage(std::string_view name);

struct Reject {
  RejectReason reason;
  std::string detail;  // for people
  Origin origin;
};
struct NotEvent {
  NotEventKind kind;
  std::string detail;
  Origin origin;
};

// Every value of the input leads to exactly one call: each value at top level, and each value in a
// carrier. An event that is a carrier is reported in addition to the call that counts it.
class Handler {
 public:
  virtual ~Handler() = default;
  virtual void OnEvent(const Event& event) = 0;
  virtual void OnReject(const Reject& reject) = 0;
  virtual void OnNotEvent(const NotEvent& other) = 0;
  // An array or object that contains values of the input: a file of records, an envelope, an event
  // with a payload.
  virtual void OnCarrier() = 0;
};

}  // namespace sigrun::event
