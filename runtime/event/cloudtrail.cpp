#include "runtime/event/cloudtrail.h"

#include <array>

#include "base/epoch_time.h"
#include "base/log_time.h"
#include "runtime/event/scalars.h"
#include "runtime/event/unescape.h"

namespace sigrun::event {
namespace {

// A probe's value, if it is text or a number.
Value TimeValue(const Walked& object, Probe probe, Arena& arena) {
  if (object.Char(probe) == '"') return Value::String(object.Text(probe, arena));
  const char* const text = object.view.text + object.view.at[object.token(probe)];
  const size_t size = ScalarSize(text);
  return size == 0 ? Value{} : ScalarValue(text, size);
}

struct TimeProbe {
  Probe probe;
  std::string_view name;
};

// True if the probe has a value other than null; `out` receives it.
bool FindTime(const Walked& object, const TimeProbe& field, Arena& arena, EventTime& out) {
  const char first = object.Char(field.probe);
  if (first == '\0' || first == 'n') return false;
  const EventTime found = ReadTime(field.name, TimeValue(object, field.probe, arena));
  out.time = found.time;
  if (out.unread.field.empty()) out.unread = found.unread;
  return true;
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

namespace {

bool IsInsight(const Walked& object) {
  return object.Char(Probe::kInsightDetails) == '{' ||
         object.Raw(Probe::kEventType) == "AwsCloudTrailInsight";
}

bool IsAggregated(const Walked& object) {
  return object.Raw(Probe::kEventCategory) == "Aggregated" ||
         object.Raw(Probe::kEventType) == "AwsAggregatedEvent";
}

}  // namespace

bool IsCloudTrail(const Walked& object) {
  const bool versioned = object.Char(Probe::kEventVersion) == '"';
  if (object.Char(Probe::kEventName) != '"' || object.Char(Probe::kEventSource) != '"')
    return versioned && (IsInsight(object) || IsAggregated(object));
  const std::string_view source = object.Raw(Probe::kEventSource);
  if (source.starts_with("aws:")) return false;
  return versioned || object.has(Probe::kEventTime) || object.has(Probe::kEventId) ||
         source.ends_with(".amazonaws.com");
}

bool IsWhole(const Walked& object) {
  if (object.Char(Probe::kEventVersion) != '"') return false;
  if (IsAggregated(object))
    return object.Char(Probe::kAggregatedId) == '"' && object.has(Probe::kWindowEnd);
  if (object.Char(Probe::kEventId) != '"' || object.Char(Probe::kEventTime) != '"') return false;
  if (IsInsight(object)) return true;
  return object.Char(Probe::kEventName) == '"' && object.Char(Probe::kEventSource) == '"';
}

bool IsComplete(const Walked& object) {
  const bool by_someone = object.Char(Probe::kUserIdentity) == '{';
  return IsWhole(object) && (by_someone || IsInsight(object) || IsAggregated(object));
}

Classified ClassifyOther(const Walked& object) {
  using enum NotEventKind;
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

EventTime ReadTime(std::string_view field, const Value& value) {
  EventTime time;
  if (value.kind == Kind::kString) time.time = ParseLogTime(value.text());
  if (value.kind == Kind::kInt) time.time = TimestampOfEpoch(value.integer);
  if (value.kind == Kind::kFloat) time.time = TimestampOfEpoch(value.number);
  if (time.time) return time;
  const bool scalar =
      value.kind == Kind::kString || value.kind == Kind::kInt || value.kind == Kind::kFloat;
  time.unread = {field, scalar ? value.text() : std::string_view()};
  return time;
}

EventTime CloudTrailTime(const Walked& record, Arena& arena) {
  EventTime time;
  for (const TimeProbe& field :
       {TimeProbe{Probe::kEventTime, "eventTime"}, TimeProbe{Probe::kAtTimestamp, "@timestamp"},
        TimeProbe{Probe::kWindowEnd, "timeWindow.windowEnd"}})
    if (FindTime(record, field, arena, time)) break;
  return time;
}

EventTime OtherTime(const Walked& object, Arena& arena) {
  static constexpr TimeProbe kFields[] = {
      {Probe::kLowerTimestamp, "timestamp"}, {Probe::kAtTimestamp, "@timestamp"},
      {Probe::kLowerTime, "time"},           {Probe::kEventTime, "eventTime"},
      {Probe::kUpperTimestamp, "Timestamp"}, {Probe::kTs, "ts"}};
  EventTime time;
  for (const TimeProbe& field : kFields)
    if (FindTime(object, field, arena, time) && time.time) break;
  return time;
}

}  // namespace sigrun::event
