#include "runtime/event/event.h"

#include <bit>

#include "runtime/event/probes.h"

namespace sigrun::event {

static_assert(kProbes <= 256);

Passage Passage::Into(uint8_t place) const {
  const int used = (std::bit_width(bits_) + 7) / 8;
  return used == 4 ? *this : Passage(bits_ | uint32_t{place} << (8 * used));
}

std::string Passage::Name() const {
  std::string name;
  for (uint32_t bits = bits_; bits != 0; bits >>= 8) {
    for (const CarrierSpec& spec : Carriers()) {
      if (static_cast<uint32_t>(spec.probe) != (bits & 0xFF)) continue;
      if (!name.empty()) name += " > ";
      name += spec.path[0];
      for (size_t i = 1; i < spec.path.size(); ++i) name.append(".").append(spec.path[i]);
      break;
    }
  }
  return name;
}

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
