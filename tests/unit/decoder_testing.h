// Shared by the decoder's tests: layouts from dotted paths, and handlers that record their calls.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/event/decoder.h"

namespace sigrun::event::testing {

inline SlotSpec Path(const std::string& dotted) {
  std::stringstream steps(dotted);
  SlotSpec spec;
  for (std::string key; std::getline(steps, key, '.');) spec.path.push_back(key);
  return spec;
}

inline constexpr LogSourceId kCloudTrail{0}, kJson{1};

inline std::vector<SourceSpec> TestSources() {
  return {{"aws.cloudtrail",
           "cloudtrail",
           {},
           {{"eventTime"}, {"@timestamp"}, {"timeWindow", "windowEnd"}},
           {{"eventID"}, {"eventId"}}},
          {"json", "", {}, {}, {}}};
}

inline Layout Paths(const std::vector<std::string>& dotted) {
  Layout layout;
  layout.sources = TestSources();
  for (const std::string& path : dotted) layout.slots.push_back(Path(path));
  return layout;
}

// A value as text: strings in quotes, numbers as written with their kind, lists in brackets.
inline std::string Show(const Value& value) {
  switch (value.kind) {
    case Kind::kAbsent:
      return "absent";
    case Kind::kNull:
      return "null";
    case Kind::kBool:
      return value.flag ? "true" : "false";
    case Kind::kInt:
      return fmt::format("int {}", value.text());
    case Kind::kFloat:
      return fmt::format("float {}", value.text());
    case Kind::kString:
      return fmt::format("\"{}\"", value.text());
    case Kind::kObject:
      return std::string(value.text());
    case Kind::kList: {
      std::string list = "[";
      for (uint32_t i = 0; i < value.size; ++i) list += (i ? ", " : "") + Show(value.items[i]);
      return list + "]";
    }
    default:
      return "?";
  }
}

// All outcomes, as lines and separately.
class Log : public Handler {
 public:
  void OnEvent(const Event& event) override {
    std::string line =
        fmt::format("event {} at {}: {} {} {}", event.origin.record, event.origin.offset,
                    event.source == kJson ? "json" : "cloudtrail",
                    event.timed ? FormatTimestamp(event.time) : "untimed", event.id);
    for (const Value& slot : event.slots) line += " | " + Show(slot);
    if (!event.flaw.empty()) line += fmt::format(" ({})", event.flaw);
    if (event.carrier) {
      carriers.push_back(line);
      return;
    }
    lines.push_back(line);
    if (!event.flaw.empty()) flaws.emplace_back(event.flaw);
    passages.push_back(Name(event.origin.passage));
    ids.emplace_back(event.id);
    texts.emplace_back(event.json);
    offsets.push_back(event.origin.offset);
    slots.clear();
    for (const Value& slot : event.slots) slots.push_back(Show(slot));
    last = event;
    unread_time = event.unread_time.field.empty()
                      ? ""
                      : fmt::format("{}: {}", event.unread_time.field, event.unread_time.text);
  }
  void OnReject(const Reject& reject) override {
    lines.push_back(fmt::format("reject {} at {}: {}: {}", reject.origin.record,
                                reject.origin.offset, Name(reject.reason), reject.detail));
    rejects.push_back(reject);
  }
  void OnNotEvent(const NotEvent& other) override {
    lines.push_back(fmt::format("other {} at {}: {}: {}", other.origin.record, other.origin.offset,
                                Name(other.kind), other.detail));
    others.push_back(other);
  }
  void OnCarrier() override { ++carried; }

  std::string unread_time;  // of the last event

  size_t outcomes() const { return lines.size(); }
  // "event event reject other", in order.
  std::string Kinds() const {
    std::string kinds;
    for (const std::string& line : lines) kinds += line.substr(0, line.find(' ')) + ' ';
    if (!kinds.empty()) kinds.pop_back();
    return kinds;
  }
  std::string Reasons() const {
    std::string reasons;
    for (const Reject& reject : rejects) reasons += std::string(Name(reject.reason)) + ' ';
    if (!reasons.empty()) reasons.pop_back();
    return reasons;
  }

  std::vector<std::string> lines, ids, texts, slots;  // slots: of the last event
  std::vector<std::string> flaws, passages;
  std::vector<std::string> carriers;  // events that are carriers
  size_t carried = 0;
  std::vector<uint64_t> offsets;
  std::vector<Reject> rejects;
  std::vector<NotEvent> others;
  Event last;  // its pointers are stale
};

inline Log Decode(std::string_view text, const Layout& layout = Paths({}),
                  const Limits& limits = {}) {
  Log log;
  Decoder decoder(layout, limits, log);
  decoder.Begin(0);
  decoder.Feed(text);
  decoder.End();
  return log;
}

// A small record whose eventID is `id`; `more` is inserted before its end.
inline std::string Record(const std::string& id, const std::string& more = "") {
  return R"({"eventVersion":"1.08","userIdentity":{"type":"IAMUser","userName":"alice"},)"
         R"("eventTime":"2026-11-23T10:00:00Z","eventSource":"s3.amazonaws.com",)"
         R"("eventName":"GetObject","eventID":")" +
         id + "\"" + more + "}";
}

// The text as a JSON string, with its quotes.
inline std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      quoted += fmt::format("\\u{:04x}", static_cast<int>(c));
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

}  // namespace sigrun::event::testing
