// --since and --until, for every command that reads logs.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "base/result.h"
#include "base/time/event_time.h"

namespace sigrun::cli {

struct TimeWindowArguments {
  std::string since, until;
};
void AddTimeWindowFlags(CLI::App& command, TimeWindowArguments& arguments);

struct TimeWindow {
  std::optional<Timestamp> since, until;
};
// A time, a date (its beginning), or a duration before `now`.
Result<TimeWindow> ReadTimeWindow(const TimeWindowArguments& arguments, Timestamp now);
Timestamp Now();

}  // namespace sigrun::cli
