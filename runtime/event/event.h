// What a rule can look at: one record, its needed fields decoded into slots. Everything an Event
// points to lives until the handler that was given it returns.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/event_time.h"
#include "base/hash.h"
#include "base/value.h"

namespace sigrun::event {

// Where a record was found. Records of a file count from 1 in the order they stand, whatever
// envelope they stand in; the offset is that of the record in the inflated bytes of the file (of
// the carrying record, for one unwrapped from a string).
struct Origin {
  uint32_t file = 0;
  uint64_t record = 0;
  uint64_t offset = 0;
};

enum class Source : uint8_t { kCloudTrail, kJson };

struct Event {
  std::span<const Value> slots;  // one for each SlotSpec of the layout
  Source source = Source::kCloudTrail;
  bool timed = true;  // false only for a kJson event in which no time was found
  Timestamp time;
  std::string_view id;    // eventID as written; empty where the record has none
  Hash128 identity;       // equal for copies of one event: from eventID, else of the bytes
  std::string_view json;  // the record as it stands
  Origin origin;
};

// The fields that a program reads: slot i is filled from slots[i].
struct SlotSpec {
  // Keys from the record's root. Without keys: the list of all strings, numbers and booleans of the
  // record, in the order in which they stand there.
  std::vector<std::string> path;
  friend auto operator<=>(const SlotSpec&, const SlotSpec&) = default;
};
struct Layout {
  std::vector<SlotSpec> slots;
  // Objects that are neither CloudTrail records nor known envelopes are events of kJson (otherwise
  // they are reported as not events).
  bool accept_json = false;
  // CloudTrail records that lack their time are events of kJson (otherwise they are rejected).
  bool accept_untimed = false;
};

enum class RejectReason : uint8_t {
  kInvalidJson,  // not JSON; the detail says what is wrong
  kTruncated,    // the input ended inside a record
  kInvalidUtf8,
  kTooLarge,     // one record above Limits::record_bytes
  kTooDeep,      // nesting above Limits::depth
  kNoTime,       // a CloudTrail record without a usable time
  kBadTime,      // eventTime is not a time
  kBadEncoding,  // base64 or gzip inside an envelope cannot be decoded
};
std::string_view Name(RejectReason reason);  // "invalid_json", …

enum class NotEventKind : uint8_t {
  kNotification,  // S3, SNS or SQS delivery notice, s3:TestEvent
  kDigest,        // CloudTrail digest file
  kControl,       // control message of a log subscription
  kUnknown,       // some other JSON value
};
std::string_view Name(NotEventKind kind);

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

// Every record of the input ends in exactly one call.
class Handler {
 public:
  virtual ~Handler() = default;
  virtual void OnEvent(const Event& event) = 0;
  virtual void OnReject(const Reject& reject) = 0;
  virtual void OnNotEvent(const NotEvent& other) = 0;
};

struct Limits {
  size_t chunk_bytes = size_t{256} << 10;  // how much is read at once; no answer depends on it
  size_t record_bytes = size_t{16} << 20;
  uint32_t depth = 512;
  uint32_t envelope_depth = 4;               // envelopes inside envelopes
  size_t envelope_bytes = size_t{64} << 20;  // inflated size of one envelope's payload
};

}  // namespace sigrun::event
