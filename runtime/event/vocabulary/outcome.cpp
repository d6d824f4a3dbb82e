#include "runtime/event/vocabulary/outcome.h"

namespace sigrun::event {

std::string_view Name(RejectReason reason) {
  switch (reason) {
    case RejectReason::kInvalidJson:
      return "invalid_json";
    case RejectReason::kTruncated:
      return "truncated";
    case RejectReason::kInvalidUtf8:
      return "invalid_utf8";
    case RejectReason::kTooLarge:
      return "too_large";
    case RejectReason::kTooDeep:
      return "too_deep";
    case RejectReason::kBadEncoding:
      return "bad_encoding";
  }
  return "unknown";
}

std::string_view Name(NotEventKind kind) {
  switch (kind) {
    case NotEventKind::kNotification:
      return "notification";
    case NotEventKind::kDigest:
      return "digest";
    case NotEventKind::kControl:
      return "control";
    case NotEventKind::kOtherLog:
      return "other_log";
    case NotEventKind::kUnknown:
      return "unknown";
  }
  return "unknown";
}

}  // namespace sigrun::event
