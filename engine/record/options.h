// The options of a run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time/event_time.h"
#include "runtime/event/event.h"
#include "runtime/state/keyed_state.h"

namespace sigrun::engine {

// What a run leaves to the next one.
enum class Carry : uint8_t {
  kNothing,
  // Its state. Events that are not settled wait in it: a later run may still bring older ones.
  kUnsettled,
  kSettled,  // its state, after everything has been evaluated
};

struct Options {
  // That read files. No answer depends on how many there are.
  unsigned threads = 1;
  Carry carry = Carry::kNothing;
  // Events of a stream may be out of order by this much; later ones are counted as late:
  // single-event rules see them, stateful rules do not. Files are always sorted completely.
  Duration lateness = Minutes(15);
  // A few constructed records: learning and deadlines cover everything from the first to the last,
  // however far apart they are, and nothing is read twice.
  bool rule_test = false;
  // Only this rule raises alerts, even if its alerts are disabled: for rule tests.
  std::optional<uint32_t> only_rule;
  bool any_source = false;  // evaluate every rule whatever its log source
  event::Payloads payloads = event::Payloads::kAuto;
  // The time fields of events that are not CloudTrail records; they precede those of the program.
  std::vector<std::vector<std::string>> time_fields;
  // Only alerts with a time in [since, until) are raised; earlier records still feed state.
  std::optional<Timestamp> since, until;
  bool strict_input = false;  // files that are logs of another kind count as unreadable
  bool deduplicate = true;    // skip copies of an event
  // The field (with dots) that identifies copies, in records that have it; empty: the eventID of
  // CloudTrail.
  std::string dedup_field;
  event::Limits event_limits;
  state::Limits state_limits;
  // Never taken from the machine: what is forgotten for lack of memory is part of the answer.
  static constexpr size_t kMemory = size_t{1} << 30;
  size_t dedup_memory = kMemory / 8;
  size_t reorder_memory = kMemory / 16;
  size_t suppress_memory = kMemory / 32;
  // For alerts of a file that are held while its order is still unknown.
  size_t held_alerts_memory = kMemory / 32;

  // Divides the memory in these parts.
  void SetMemory(size_t bytes) {
    state_limits.memory_bytes = bytes / 4 * 3;
    dedup_memory = bytes / 8;
    reorder_memory = bytes / 16;
    suppress_memory = held_alerts_memory = bytes / 32;
  }
};

// The keys of a field that is written with dots.
inline std::vector<std::string> FieldPath(std::string_view field) {
  std::vector<std::string> path(1);
  for (const char c : field)
    if (c == '.')
      path.emplace_back();
    else
      path.back() += c;
  return path;
}

}  // namespace sigrun::engine
