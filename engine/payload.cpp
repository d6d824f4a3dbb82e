#include "engine/payload.h"

#include <array>

#include "base/value_codec.h"

namespace sigrun::engine {
namespace {

enum Tag : int64_t { kFeed, kPending };

std::span<const Value> TakeList(std::string_view& payload, Arena& arena) {
  auto values = TakeValues(payload, arena);
  SIGRUN_CHECK(values.ok());  // the bytes are our own
  return *values;
}

PendingAlert TakePending(std::span<const Value> head, std::span<const Value> values) {
  PendingAlert pending;
  pending.rule = static_cast<uint32_t>(head[1].integer);
  pending.level = static_cast<program::Level>(head[2].integer);
  pending.message = head[3].text();
  pending.suppress_key = head[4].text();
  for (size_t i = 0; i + 1 < values.size(); i += 2)
    pending.values.push_back(
        {static_cast<Kind>(values[i].integer), std::string(values[i + 1].text())});
  return pending;
}

}  // namespace

void Append(std::string& payload, const program::Feed& feed) {
  const std::array head = {Value::Int(kFeed), Value::Int(feed.rule),
                           Value::Int(static_cast<int64_t>(feed.aggregates)),
                           Value::Int(static_cast<int64_t>(feed.first_seen))};
  EncodeValues(head, payload);
  EncodeValues(feed.group, payload);
  EncodeValues(feed.arguments, payload);
  EncodeValues(feed.captures, payload);
}

void Append(std::string& payload, const PendingAlert& pending) {
  const std::array head = {Value::Int(kPending), Value::Int(pending.rule),
                           Value::Int(static_cast<int64_t>(pending.level)),
                           Value::String(pending.message), Value::String(pending.suppress_key)};
  EncodeValues(head, payload);
  std::vector<Value> values;
  for (const alert::Datum& datum : pending.values) {
    values.push_back(Value::Int(static_cast<int64_t>(datum.kind)));
    values.push_back(Value::String(datum.text));
  }
  EncodeValues(values, payload);
}

std::variant<program::Feed, PendingAlert> Take(std::string_view& payload, Arena& arena) {
  const std::span<const Value> head = TakeList(payload, arena);
  if (head[0].integer == kPending) return TakePending(head, TakeList(payload, arena));
  program::Feed feed;
  feed.rule = static_cast<uint32_t>(head[1].integer);
  feed.aggregates = static_cast<uint64_t>(head[2].integer);
  feed.first_seen = static_cast<uint64_t>(head[3].integer);
  feed.group = TakeList(payload, arena);
  feed.arguments = TakeList(payload, arena);
  feed.captures = TakeList(payload, arena);
  return feed;
}

}  // namespace sigrun::engine
