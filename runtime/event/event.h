// What a rule can look at: one record, its needed fields decoded into slots. Everything an Event
// points to lives until the handler that was given it returns.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/event_time.h"
#include "base/value.h"

namespace sigrun::event {

// The places, from the outermost one, out of whose text or object a record was unwrapped: at
// most 4.
class Passage {
 public:
  Passage() = default;
  explicit Passage(uint32_t bits) : bits_(bits) {}
  // For the decoder: goes one place further in.
  Passage Into(uint8_t place) const;
  // "body > Message"; empty for a record that stands in the file as such.
  std::string Name() const;
  uint32_t bits() const { return bits_; }
  friend bool operator==(const Passage&, const Passage&) = default;

 private:
  uint32_t bits_ = 0;  // eight for each place
};

// Where a record was found. Records of a file count from 1 in the order they stand, whatever
// envelope they stand in; the offset is that of the record in the inflated bytes of the file (of
// the carrying record, for one unwrapped from a string).
struct Origin {
  uint32_t file = 0;
  uint64_t record = 0;
  uint64_t offset = 0;
  Passage passage = {};  // what it was unwrapped from
};
// In the order of reading; records unwrapped from one value share its place.
inline bool IsBefore(const Origin& a, const Origin& b) {
  return a.file != b.file ? a.file < b.file : a.record < b.record;
}

enum class Source : uint8_t { kCloudTrail, kJson };

// Why an event has no time: what was found where it should be. Both are empty where nothing was.
struct UnreadTime {
  std::string_view field, text;
};

struct Event {
  std::span<const Value> slots;  // one for each SlotSpec of the layout
  Source source = Source::kCloudTrail;
  bool timed = true;  // false where no time was found, or none that can be read
  // True for what is an event beside the records that came out of it: rules on JSON see it, and it
  // counts among the carriers only.
  bool carrier = false;
  Timestamp time;
  UnreadTime unread_time;
  std::string_view id;    // eventID as written; empty where the record has none
  std::string_view json;  // the record as it stands; of one with a flaw, as it was read
  // What is not JSON about a record whose strings and brackets add up; empty for a clean one.
  std::string_view flaw;
  Origin origin;
};

// The fields that a program reads: slot i is filled from slots[i].
struct SlotSpec {
  // Keys from the record's root. Without keys: the list of all strings, numbers and booleans of the
  // record, in the order in which they stand there.
  std::vector<std::string> path;
  friend auto operator<=>(const SlotSpec&, const SlotSpec&) = default;
};
// What of an event's own text is opened in search of records.
enum class Payloads : uint8_t {
  kAuto,  // the places of a vendor's envelope, told by its fixed keys; elsewhere complete records
  kNever,
  kAlways,  // every known place
};

struct Layout {
  std::vector<SlotSpec> slots;
  // Objects that are neither CloudTrail records nor known envelopes are events of kJson (otherwise
  // they are reported as not events).
  bool accept_json = false;
  Payloads payloads = Payloads::kAuto;
  // Where such events have their time, as paths of keys: the first that is there counts; without
  // any it is one of the usual fields.
  std::vector<std::vector<std::string>> time_fields;
};

enum class RejectReason : uint8_t {
  kInvalidJson,  // its strings or brackets do not add up; the detail says where
  kTruncated,    // the input ended inside a record
  kInvalidUtf8,  // the file is UTF-16
  kTooLarge,     // one record above Limits::record_bytes, or of too many values
  kTooDeep,      // nesting above Limits::depth, or envelopes above Limits::envelope_depth
  kBadEncoding,  // base64 or gzip inside an envelope cannot be decoded
};
std::string_view Name(RejectReason reason);  // "invalid_json", …

enum class NotEventKind : uint8_t {
  kNotification,  // S3, SNS or SQS delivery notice, s3:TestEvent
  kDigest,        // CloudTrail digest file
  kControl,       // control message of a log subscription
  kOtherLog,      // text of a log of another kind
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

// Every value of the input ends in exactly one call: each value at top level, and each value that a
// carrier holds. An event that is a carrier comes in addition to the call that counts it.
class Handler {
 public:
  virtual ~Handler() = default;
  virtual void OnEvent(const Event& event) = 0;
  virtual void OnReject(const Reject& reject) = 0;
  virtual void OnNotEvent(const NotEvent& other) = 0;
  // An array or object that holds values of the input: a file of records, an envelope, an event
  // with a payload.
  virtual void OnCarrier() = 0;
};

struct Limits {
  size_t chunk_bytes = size_t{256} << 10;  // how much is read at once; no answer depends on it
  size_t record_bytes = size_t{16} << 20;
  uint32_t depth = 512;
  uint32_t envelope_depth = 4;               // envelopes inside envelopes
  size_t envelope_bytes = size_t{64} << 20;  // inflated size of one envelope's payload
};

}  // namespace sigrun::event
