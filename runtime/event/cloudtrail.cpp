#include "runtime/event/cloudtrail.h"

#include <fmt/format.h>

#include <array>

#include "base/epoch_time.h"
#include "runtime/event/scalars.h"
#include "runtime/event/unescape.h"

namespace sigrun::event {
namespace {

// Any text or number that is a time.
std::optional<Timestamp> UsableTime(const Walked& object, Probe probe, Arena& arena) {
  if (object.Char(probe) == '"') return ParseTimestamp(object.Text(probe, arena));
  if (!object.has(probe)) return std::nullopt;
  const char* const text = object.view.text + object.view.at[object.token(probe)];
  const size_t size = ScalarSize(text);
  if (size == 0) return std::nullopt;
  const Value value = ScalarValue(text, size);
  if (value.kind == Kind::kInt) return TimestampOfEpoch(value.integer);
  return value.kind == Kind::kFloat ? TimestampOfEpoch(value.number) : std::nullopt;
}

constexpr uint8_t kNoDigit = 0xFF;

constexpr std::array<uint8_t, 256> HexDigits() {
  std::array<uint8_t, 256> digits{};
  digits.fill(kNoDigit);
  for (uint8_t i = 0; i < 10; ++i) digits[static_cast<size_t>('0' + i)] = i;
  for (uint8_t i = 0; i < 6; ++i)
    digits[static_cast<size_t>('a' + i)] = digits[static_cast<size_t>('A' + i)] =
        static_cast<uint8_t>(10 + i);
  return digits;
}
constexpr auto kHexDigits = HexDigits();

// Adds the digits of one group of a UUID; `bad` gets a high bit where one is none.
uint64_t TakeHex(uint64_t number, std::string_view digits, uint8_t& bad) {
  for (const char c : digits) {
    const uint8_t digit = kHexDigits[static_cast<unsigned char>(c)];
    bad |= digit;
    number = number << 4 | (digit & 15);
  }
  return number;
}

}  // namespace

std::string_view Walked::Raw(Probe probe) const {
  if (Char(probe) != '"') return {};
  const uint32_t at = token(probe);
  uint32_t end = view.at[at + 1] - 1;
  while (view.text[end] != '"') --end;
  return {view.text + view.at[at] + 1, end - view.at[at] - 1};
}

std::string_view Walked::Text(Probe probe, Arena& arena) const {
  const std::string_view raw = Raw(probe);
  if (raw.empty() || !HasBackslash(raw.data(), raw.size())) return raw;
  char* const plain = arena.Allocate(raw.size());
  const size_t size = plain == nullptr ? kBadEscape : Unescape(raw, plain);
  return size == kBadEscape ? raw : std::string_view(plain, size);
}

bool IsCloudTrail(const Walked& object) {
  if (object.Char(Probe::kEventName) == '"' && object.Char(Probe::kEventSource) == '"')
    return !object.Raw(Probe::kEventSource).starts_with("aws:");
  return object.Char(Probe::kInsightDetails) == '{' ||
         object.Raw(Probe::kEventType) == "AwsCloudTrailInsight";
}

Classified ClassifyOther(const Walked& object) {
  using enum NotEventKind;
  if (object.Raw(Probe::kMessageType) == "CONTROL_MESSAGE")
    return {kControl, "control message of a log subscription"};
  if (object.has(Probe::kDigestS3Object) ||
      (object.Char(Probe::kDigestLogFiles) == '[' && !object.has(Probe::kEventName)))
    return {kDigest, "CloudTrail digest file"};
  if (object.Raw(Probe::kS3Event) == "s3:TestEvent") return {kNotification, "S3 test event"};
  const std::string_view source = object.Raw(Probe::kEventSource);
  if (source.starts_with("aws:")) return {kNotification, "delivery notification"};
  if (object.Raw(Probe::kSnsEventSource).starts_with("aws:"))
    return {kNotification, "SNS notification"};
  if (object.Raw(Probe::kSnsType) == "Notification" && object.has(Probe::kSnsMessage))
    return {kNotification, "SNS notification"};
  if (object.has(Probe::kDetailType))
    return {kNotification, "EventBridge event that does not carry a CloudTrail record"};
  return {kUnknown, "object without eventName and eventSource"};
}

EventTime CloudTrailTime(const Walked& record, Arena& arena) {
  const char first = record.Char(Probe::kEventTime);
  const bool missing = first == '\0' || first == 'n';
  const Probe probe = missing ? Probe::kAtTimestamp : Probe::kEventTime;
  if (missing && !record.has(probe))
    return {{}, RejectReason::kNoTime, "neither eventTime nor @timestamp"};
  const std::string_view text = record.Text(probe, arena);
  const std::optional<Timestamp> time = ParseTimestamp(text);
  if (time) return {time, RejectReason::kNoTime, {}};
  const std::string_view name = missing ? "@timestamp" : "eventTime";
  if (record.Char(probe) != '"')
    return {{}, RejectReason::kBadTime, fmt::format("{} is not a string", name)};
  return {{},
          RejectReason::kBadTime,
          fmt::format("{} is not a time: \"{}\"", name, text.substr(0, 64))};
}

std::optional<Timestamp> OtherTime(const Walked& object, Arena& arena) {
  for (const Probe probe : {Probe::kLowerTimestamp, Probe::kAtTimestamp, Probe::kLowerTime,
                            Probe::kEventTime, Probe::kUpperTimestamp, Probe::kTs})
    if (const auto time = UsableTime(object, probe, arena)) return time;
  return std::nullopt;
}

Hash128 IdentityOf(std::string_view id) {
  if (id.size() != 36 || id[8] != '-' || id[13] != '-' || id[18] != '-' || id[23] != '-')
    return HashBytes128(id);
  uint8_t bad = 0;
  uint64_t high = TakeHex(0, id.substr(0, 8), bad);
  high = TakeHex(TakeHex(high, id.substr(9, 4), bad), id.substr(14, 4), bad);
  const uint64_t low = TakeHex(TakeHex(0, id.substr(19, 4), bad), id.substr(24, 12), bad);
  return bad > 15 ? HashBytes128(id) : Hash128{high, low};
}

}  // namespace sigrun::event
