// A finding: the rule that fired, the group, and the evidence.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sigrun/export.h"

namespace sigrun {

enum class Level : uint8_t { kInformational, kLow, kMedium, kHigh, kCritical };
// "high"
SIGRUN_API std::string_view Name(Level level) noexcept;

using Time = std::chrono::sys_time<std::chrono::microseconds>;

// Owns everything; copies may be kept, and used by other threads.
struct SIGRUN_API Alert {
  // The same alert has the same id, wherever and whenever it is found.
  std::string id;
  std::string rule;     // the name of the rule
  std::string rule_id;  // its `id`, else its name
  std::string title;
  Level level = Level::kMedium;
  std::string message;
  Time time{};        // of the event that completed it
  bool timed = true;  // false if that event has no time; `time` is then meaningless
  // Names and values, as they are shown.
  std::vector<std::pair<std::string, std::string>> group, values;
  std::vector<std::string> event_ids;  // the latest ones that contributed
  uint64_t event_count = 1;            // how many contributed
  std::string file;                    // of the event that completed it, as named to the scanner
  uint64_t record = 0;                 // counts from 1 in the file

  // The whole alert as one line of JSON (docs/reference/alerts.md), and as an OCSF 1.3 finding.
  // Empty if there is no memory for it, or of an alert that no scanner made.
  std::string ToJson() const noexcept;
  std::string ToOcsf() const noexcept;

  struct Source;
  std::shared_ptr<const Source> source;  // for these two
};

}  // namespace sigrun
