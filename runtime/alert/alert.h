// A finding, ready to print: what fired, for which group, on which evidence. It owns all its data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/time/event_time.h"
#include "base/value.h"
#include "runtime/program/fwd.h"
#include "runtime/program/vocabulary/rule_info.h"

namespace sigrun::alert {

inline constexpr int kSchemaVersion = 1;

// A value of an event or of state that outlives the event. Objects and lists keep their JSON.
struct Datum {
  Kind kind = Kind::kAbsent;
  std::string text;  // as printed: "GetObject", "5", "true", "2026-11-23T10:00:00Z", "10m"
  bool cut = false;  // only its beginning, or absent because a limit was reached
  friend bool operator==(const Datum&, const Datum&) = default;
};
// At most about `most` bytes of text; longer text is truncated and says so at its end.
Datum MakeDatum(const Value& value, size_t most = SIZE_MAX);
// For a key. A truncated key ends with a digest of the whole, so that different keys stay
// different.
Datum MakeKeyDatum(const Value& value, size_t most);

using NamedData = std::vector<std::pair<std::string, Datum>>;

struct Window {
  Timestamp start, end;  // both ends inclusive
};

struct Alert {
  std::string id;                           // see MakeAlertId
  const program::RuleInfo* rule = nullptr;  // lives as long as the program
  program::Level level = program::Level::kMedium;
  Timestamp time;     // of the event that completed it
  bool timed = true;  // false for a record of another log without a time
  NamedData group;
  std::optional<Window> window;
  NamedData values;      // the requested fields, then the cells of the state
  NamedData thresholds;  // the rule's parameters
  std::string message;
  bool cut = false;                    // part of its text was truncated
  std::vector<std::string> event_ids;  // the latest ones that contributed
  uint64_t event_count = 1;            // how many contributed
  std::string file;                    // of the event that completed it
  uint64_t record = 0;                 // counts from 1 in the file
  std::string
      payload;  // its location in another record that contains it as text: "message"; empty: none
};

// The same alert has the same id wherever and whenever it is found: SHA-256 over the rule's id and
// meaning, its parameters as set, the group, the window and the event that completed it, truncated
// to 32 hex digits.
std::string MakeAlertId(const program::Rule& rule, const Alert& alert, std::string_view event_id);

// One JSON object on one line; the keys are stable, see docs/reference/alerts.md.
std::string ToJsonLine(const Alert& alert);
// OCSF 1.3 Detection Finding (class 2004) as one line.
std::string ToOcsfLine(const Alert& alert);

}  // namespace sigrun::alert
