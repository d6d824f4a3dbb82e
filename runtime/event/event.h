// One record as rules see it, with the needed fields decoded into slots. Everything an Event points
// to lives until the handler returns.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/event_time.h"
#include "base/value.h"

namespace sigrun::event {

// The places, outermost first, from whose text or object a record was unwrapped: at most 4.
class Passage {
 public:
  Passage() = default;
  explicit Passage(uint32_t bits) : bits_(bits) {}
  // For the decoder: one place further in.
  Passage Into(uint8_t place) const;
  // "body > Message"; empty for a record directly in the file.
  std::string Name() const;
  uint32_t bits() const { return bits_; }
  friend bool operator==(const Passage&, const Passage&) = default;

 private:
  uint32_t bits_ = 0;  // eight for each place
};

// The location of a record. Records of a file are numbered from 1 in their order, whatever
// envelopes they are in; the offset is that of the record in the decompressed bytes of the file (of
// the carrier, for a record unwrapped from a string).
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

enum class Source : uint8_t { kCloudTrail, kJson };

// Why an event has no time: the content of the time field. Both are empty if there was none.
struct UnreadTime {
  std::string_view field, text;
};

struct Event {
  std::span<const Value> slots;  // one for each SlotSpec of the layout
  Source source = Source::kCloudTrail;
  bool timed = true;  // false if there is no readable time
  // True for an event in addition to the records it carries: rules on JSON see it, and it is only
  // counted as a carrier.
  bool carrier = false;
  Timestamp time;
  UnreadTime unread_time;
  std::string_view id;    // eventID as written; empty where the record has none
  std::string_view json;  // the record as written; with a flaw, as it was read
  // What is not JSON in a record whose strings and brackets are closed properly; empty for a clean
  // one.
  std::string_view flaw;
  Origin origin;
};

// The fields that a program reads: slot i is filled from slots[i].
struct SlotSpec {
  // Keys from the record's root. Without keys: the list of all strings, numbers and booleans of the
  // record, in its order.
  std::vector<std::string> path;
  friend auto operator<=>(const SlotSpec&, const SlotSpec&) = default;
};
// Which texts of an event are opened in search of records.
enum class Payloads : uint8_t {
  kAuto,  // the places announced by a vendor's fixed keys; elsewhere complete records
  kNever,
  kAlways,  // every known place
};

struct Layout {
  std::vector<SlotSpec> slots;
  // Objects that are neither CloudTrail records nor known envelopes are events of kJson (otherwise
  // they are reported as not events).
  bool accept_json = false;
  Payloads payloads = Payloads::kAuto;
  // The time fields of such events, as paths of keys: the first present one counts; without any, it
  // is one of the usual fields.
  std::vector<std::vector<std::string>> time_fields;
};

enum class RejectReason : uint8_t {
  kInvalidJson,  // its strings or brackets are not closed properly; the detail says where
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

struct Limits {
  size_t chunk_bytes = size_t{256} << 10;  // how much is read at once; no result depends on it
  size_t record_bytes = size_t{16} << 20;
  uint32_t depth = 512;
  uint32_t envelope_depth = 4;               // envelopes inside envelopes
  size_t envelope_bytes = size_t{64} << 20;  // inflated size of one envelope's payload
};

}  // namespace sigrun::event
