// What becomes of a value of the input that is not an event.
#pragma once

#include <cstdint>
#include <string_view>

namespace sigrun::event {

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
  kDigest,        // of a log's files, delivered beside them
  kControl,       // control message of a log subscription
  kOtherLog,      // text of a log of another kind
  kUnknown,       // some other JSON value
};
std::string_view Name(NotEventKind kind);

// What an object is that is not a record.
struct Classified {
  NotEventKind kind;
  std::string_view detail;  // for people
};

}  // namespace sigrun::event
