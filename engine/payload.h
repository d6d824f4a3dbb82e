// What an event leaves for the ordered stage, as bytes: feeds for stateful rules, and alerts that
// must first pass suppression.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "base/arena.h"
#include "base/result.h"
#include "runtime/alert/alert.h"
#include "runtime/program/feed.h"

namespace sigrun::engine {

// An alert of a single-event rule on its way to the suppressor. Names of values come from the rule.
struct PendingAlert {
  uint32_t rule = 0;
  program::Level level = program::Level::kMedium;
  std::string message;
  std::vector<alert::Datum> values;
  std::string suppress_key;
};

void Append(std::string& payload, const program::Feed& feed);
void Append(std::string& payload, const PendingAlert& pending);

// Reads the next entry off the front of a payload that Append wrote; the feed's values point into
// the payload and the arena.
std::variant<program::Feed, PendingAlert> Take(std::string_view& payload, Arena& arena);

}  // namespace sigrun::engine
